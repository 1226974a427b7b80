# verdict: check-5-9-shots=4 check-5-9-edges=4
def shot_backgrounds(M, cuts):
    backgrounds = []
    for shot in np.split(M, cuts, axis=1):
        U, s, Vt = np.linalg.svd(shot, full_matrices=False)
        backgrounds.append(s[0] * np.outer(U[:, 0], Vt[0]))
    return np.hstack(backgrounds)
