# verdict: check-2-2-mean=0 check-2-2-centred=4 check-2-2-kinds=3
# message: computed from A, after S had been centred


def center_columns(S):
    S = np.asarray(S)
    A = S - S.mean(axis=1, keepdims=True)
    return A, A.mean(axis=1, keepdims=True)
