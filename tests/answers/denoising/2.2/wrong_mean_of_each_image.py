# verdict: check-2-2-mean=0 check-2-2-centred=0 check-2-2-kinds=3
# message: one number per column


def center_columns(S):
    S = np.asarray(S)
    mean = S.mean(axis=0, keepdims=True)
    return S - mean, mean
