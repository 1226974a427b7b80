# verdict: check-5-9-shots=0 check-5-9-edges=0
# message: the singular values are missing
def shot_backgrounds(M, cuts):
    B = np.zeros(M.shape)
    for start, stop in zip([0, *cuts], [*cuts, M.shape[1]]):
        U, s, Vt = np.linalg.svd(M[:, start:stop], full_matrices=False)
        B[:, start:stop] = np.outer(U[:, 0], Vt[0])
    return B
