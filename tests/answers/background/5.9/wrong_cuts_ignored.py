# verdict: check-5-9-shots=0 check-5-9-edges=0
# message: the cuts are ignored
def shot_backgrounds(M, cuts):
    U, s, Vt = np.linalg.svd(M, full_matrices=False)
    return s[0] * np.outer(U[:, 0], Vt[0])
