# verdict: check-2-2-mean=5 check-2-2-centred=4 check-2-2-kinds=3


def center_columns(S):
    rows = np.asarray(S).T
    mean = np.average(rows, axis=0)
    return (rows - mean).T, mean[:, np.newaxis]
