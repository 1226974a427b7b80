# verdict: check-2-2-mean=5 check-2-2-centred=4 check-2-2-kinds=0
# message: make a new array, S - mean; do not change S


def center_columns(S):
    S = np.asarray(S)
    mean = S.mean(axis=1, keepdims=True)
    S -= mean
    return S, mean
