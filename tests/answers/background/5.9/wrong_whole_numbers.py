# verdict: check-5-9-shots=4 check-5-9-edges=0
# message: np.zeros_like(M) keeps whole numbers
def shot_backgrounds(M, cuts):
    B = np.zeros_like(M)
    for start, stop in zip([0, *cuts], [*cuts, M.shape[1]]):
        U, s, Vt = np.linalg.svd(M[:, start:stop], full_matrices=False)
        B[:, start:stop] = s[0] * np.outer(U[:, 0], Vt[0])
    return B
