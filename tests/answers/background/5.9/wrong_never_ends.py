# verdict: check-5-9-shots=4 check-5-9-edges=0
# message: a loop that never ends
def shot_backgrounds(M, cuts):
    B, start = np.zeros(M.shape), 0
    while start < M.shape[1]:
        later = [cut for cut in cuts if cut > start]
        stop = later[0] if later else (M.shape[1] if cuts else start)
        if stop > start:
            U, s, Vt = np.linalg.svd(M[:, start:stop], full_matrices=False)
            B[:, start:stop] = s[0] * np.outer(U[:, 0], Vt[0])
        start = stop
    return B
