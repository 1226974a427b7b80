# verdict: check-5-9-shots=4 check-5-9-edges=4
def shot_backgrounds(M, cuts):
    M = np.asarray(M)
    kind = np.float32 if M.dtype == np.float32 else np.float64
    columns = []
    for start, stop in zip([0, *cuts], [*cuts, M.shape[1]]):
        u = np.linalg.svd(M[:, start:stop].astype(kind))[0][:, 0]
        columns += [u * (u @ M[:, t].astype(kind)) for t in range(start, stop)]
    return np.array(columns).T
