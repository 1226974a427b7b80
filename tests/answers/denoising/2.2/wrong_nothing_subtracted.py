# verdict: check-2-2-mean=5 check-2-2-centred=0 check-2-2-kinds=0
# message: A is still S


def center_columns(S):
    S = np.asarray(S, dtype=float)
    return S, S.mean(axis=1, keepdims=True)
