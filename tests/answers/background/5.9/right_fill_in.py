# verdict: check-5-9-shots=4 check-5-9-edges=4
def shot_backgrounds(M, cuts):
    B = np.zeros(M.shape)
    starts = [0] + list(cuts)
    stops = list(cuts) + [M.shape[1]]
    for start, stop in zip(starts, stops):
        U, s, Vt = np.linalg.svd(M[:, start:stop], full_matrices=False)
        B[:, start:stop] = U[:, :1] * s[0] @ Vt[:1]
    return B
