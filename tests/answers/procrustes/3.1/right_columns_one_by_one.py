# verdict: check-3-1-cloud=4 check-3-1-centroid=3 check-3-1-input=3
from statistics import fmean


def center(X):
    columns = [[float(x) for x in column] for column in zip(*X)]
    c = [fmean(column) for column in columns]
    return np.array([[x - m for x in column] for column, m in zip(columns, c)]).T, np.array(c)
