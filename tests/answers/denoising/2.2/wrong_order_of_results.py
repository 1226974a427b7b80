# verdict: check-2-2-mean=0 check-2-2-centred=0 check-2-2-kinds=3
# message: the two results come in the wrong order


def center_columns(S):
    S = np.asarray(S)
    mean = S.mean(axis=1, keepdims=True)
    return mean, S - mean
