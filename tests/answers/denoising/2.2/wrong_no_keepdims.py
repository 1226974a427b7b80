# verdict: check-2-2-mean=0 check-2-2-centred=0 check-2-2-kinds=3
# message: keepdims=True keeps it a column


def center_columns(S):
    S = np.asarray(S)
    mean = S.mean(axis=1)
    return S - mean, mean
