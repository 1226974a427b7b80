# verdict: check-5-9-shots=4 check-5-9-edges=0
# message: The list of cuts may be empty
def shot_backgrounds(M, cuts):
    parts = []
    for shot in (M[:, : cuts[0]], M[:, cuts[0] :]):
        U, s, Vt = np.linalg.svd(shot, full_matrices=False)
        parts.append(s[0] * np.outer(U[:, 0], Vt[0]))
    return np.hstack(parts)
