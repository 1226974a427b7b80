# verdict: check-5-9-shots=0 check-5-9-edges=0
# message: the shots are cut one column late
def shot_backgrounds(M, cuts):
    parts = []
    for shot in np.split(M, [c + 1 for c in cuts], axis=1):
        U, s, Vt = np.linalg.svd(shot, full_matrices=False)
        parts.append(s[0] * np.outer(U[:, 0], Vt[0]))
    return np.hstack(parts)
