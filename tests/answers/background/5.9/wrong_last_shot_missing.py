# verdict: check-5-9-shots=0 check-5-9-edges=0
# message: the last shot is missing
def shot_backgrounds(M, cuts):
    B = np.zeros(M.shape)
    start = 0
    for stop in cuts:
        U, s, Vt = np.linalg.svd(M[:, start:stop], full_matrices=False)
        B[:, start:stop] = s[0] * np.outer(U[:, 0], Vt[0])
        start = stop
    return B
