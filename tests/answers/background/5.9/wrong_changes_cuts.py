# verdict: check-5-9-shots=4 check-5-9-edges=0
# message: changed the list cuts from
def shot_backgrounds(M, cuts):
    B = np.zeros(M.shape)
    cuts.append(M.shape[1])
    start = 0
    for stop in cuts:
        U, s, Vt = np.linalg.svd(M[:, start:stop], full_matrices=False)
        B[:, start:stop] = s[0] * np.outer(U[:, 0], Vt[0])
        start = stop
    return B
