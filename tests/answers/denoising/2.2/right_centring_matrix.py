# verdict: check-2-2-mean=5 check-2-2-centred=4 check-2-2-kinds=3


def center_columns(S):
    S = np.asarray(S, dtype=float)
    N = S.shape[1]
    A = S @ (np.eye(N) - np.ones((N, N)) / N)
    return A, S @ np.ones((N, 1)) / N
