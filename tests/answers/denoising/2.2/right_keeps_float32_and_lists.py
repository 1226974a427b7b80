# verdict: check-2-2-mean=5 check-2-2-centred=4 check-2-2-kinds=3


def center_columns(S):
    S = np.asarray(S)
    mean = np.array([[row.mean()] for row in S])
    return np.subtract(S, mean).tolist(), mean.tolist()
