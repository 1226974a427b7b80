# verdict: check-5-9-shots=0 check-5-9-edges=4
# message: these are the mean frames of the shots
def shot_backgrounds(M, cuts):
    parts = []
    for shot in np.split(M, cuts, axis=1):
        parts.append(np.repeat(shot.mean(axis=1, keepdims=True), shot.shape[1], axis=1))
    return np.hstack(parts)
