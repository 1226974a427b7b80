# verdict: check-2-2-mean=5 check-2-2-centred=4 check-2-2-kinds=3


def center_columns(S):
    S = np.array(S, dtype=float)
    ones = np.ones((1, S.shape[1]))
    mean = np.linalg.lstsq(ones.T, S.T, rcond=None)[0].T
    return S - mean @ ones, mean
