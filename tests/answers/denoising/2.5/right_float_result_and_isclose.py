# verdict: check-2-5-share=5 check-2-5-share-kinds=2 check-2-5-rank=5 check-2-5-edges=3


def explained(s):
    s = np.asarray(s, dtype=float)
    return 1 - np.append(np.cumsum((s**2)[::-1])[::-1][1:], 0) / (s @ s)


def rank_for(s, fraction):
    for r, share in enumerate([0.0, *explained(s)]):
        if share >= fraction or np.isclose(share, fraction, rtol=0, atol=1e-9):
            return float(r)
