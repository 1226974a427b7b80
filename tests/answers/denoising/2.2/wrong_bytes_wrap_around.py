# verdict: check-2-2-mean=5 check-2-2-centred=4 check-2-2-kinds=0
# message: A of center_columns(bytes) holds whole numbers


def center_columns(S):
    S = np.asarray(S)
    mean = S.mean(axis=1, keepdims=True).astype(S.dtype)
    return S - mean, mean
