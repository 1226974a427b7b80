# verdict: check-2-2-mean=0 check-2-2-centred=0 check-2-2-kinds=0
# message: Did the function print its result


def center_columns(S):
    S = np.asarray(S)
    mean = S.mean(axis=1, keepdims=True)
    print(S - mean, mean)
