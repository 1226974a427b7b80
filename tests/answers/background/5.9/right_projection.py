# verdict: check-5-9-shots=4 check-5-9-edges=4
def shot_backgrounds(M, cuts):
    parts = []
    for shot in np.array_split(np.asarray(M, float), cuts, axis=1):
        _, V = np.linalg.eigh(shot.T @ shot)
        v = V[:, -1:]
        parts.append(shot @ v @ v.T)
    return np.concatenate(parts, axis=1)
