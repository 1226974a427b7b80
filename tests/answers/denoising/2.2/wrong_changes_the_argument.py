# verdict: check-2-2-mean=5 check-2-2-centred=4 check-2-2-kinds=0
# message: changed its argument S


def center_columns(S):
    S = np.asarray(S)
    mean = S.mean(axis=1, keepdims=True)
    if S.dtype.kind != "f":
        return S - mean, mean
    S -= mean
    return S, mean
