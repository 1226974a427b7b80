# verdict: check-2-2-mean=0 check-2-2-centred=0 check-2-2-kinds=0
# message: divide it by their number


def center_columns(S):
    S = np.asarray(S)
    mean = S.sum(axis=1, keepdims=True)
    return S - mean, mean
