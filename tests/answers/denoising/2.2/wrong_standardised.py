# verdict: check-2-2-mean=5 check-2-2-centred=0 check-2-2-kinds=3
# message: divided by the standard deviation


def center_columns(S):
    S = np.asarray(S)
    mean = S.mean(axis=1, keepdims=True)
    return (S - mean) / S.std(axis=1, keepdims=True), mean
