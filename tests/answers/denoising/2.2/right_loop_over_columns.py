# verdict: check-2-2-mean=5 check-2-2-centred=4 check-2-2-kinds=3


def center_columns(S):
    S = np.array(S, dtype=float)
    total = np.zeros((S.shape[0], 1))
    for j in range(S.shape[1]):
        total[:, 0] += S[:, j]
    mean = total / S.shape[1]
    A = np.empty_like(S)
    for j in range(S.shape[1]):
        A[:, j] = S[:, j] - mean[:, 0]
    return A, mean
