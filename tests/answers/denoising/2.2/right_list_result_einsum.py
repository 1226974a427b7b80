# verdict: check-2-2-mean=5 check-2-2-centred=4 check-2-2-kinds=3


def center_columns(S):
    S = np.asarray(S, float)
    mean = np.einsum("ij->i", S).reshape(-1, 1) / S.shape[1]
    return [S - mean, mean]
