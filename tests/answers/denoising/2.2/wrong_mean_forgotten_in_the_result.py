# verdict: check-2-2-mean=0 check-2-2-centred=0 check-2-2-kinds=0
# message: must return 2 results


def center_columns(S):
    S = np.asarray(S)
    return S - S.mean(axis=1, keepdims=True)
