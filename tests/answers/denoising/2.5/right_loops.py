# verdict: check-2-5-share=5 check-2-5-share-kinds=2 check-2-5-rank=5 check-2-5-edges=3


def explained(s):
    total = sum(float(x) ** 2 for x in s)
    shares, so_far = [], 0.0
    for x in s:
        so_far += float(x) ** 2
        shares.append(so_far / total)
    return shares


def rank_for(s, fraction):
    total, so_far, r = sum(float(x) ** 2 for x in s), 0.0, 0
    while so_far < (fraction - 1e-10) * total and r < len(s):
        so_far += float(s[r]) ** 2
        r += 1
    return r
