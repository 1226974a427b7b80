# verdict: check-2-2-mean=0 check-2-2-centred=0 check-2-2-kinds=3
# message: mean is one number for the whole matrix


def center_columns(S):
    S = np.asarray(S)
    mean = S.mean()
    return S - mean, mean
