# verdict: check-5-9-shots=0 check-5-9-edges=0
# message: the rows were split
def shot_backgrounds(M, cuts):
    parts = []
    for shot in np.split(M, cuts, axis=0):
        U, s, Vt = np.linalg.svd(shot, full_matrices=False)
        parts.append(s[0] * np.outer(U[:, 0], Vt[0]))
    return np.vstack(parts)
