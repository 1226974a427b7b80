# verdict: check-2-2-mean=5 check-2-2-centred=4 check-2-2-kinds=0
# message: a nested list is welcome too


def center_columns(S):
    mean = S.mean(axis=1, keepdims=True)
    return S - mean, mean
