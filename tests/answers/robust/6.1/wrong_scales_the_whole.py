# verdict: check-6-1-values=0 check-6-1-extremes=0 check-6-1-inputs=4
# message: all entries were scaled by the same factor
def soft_threshold(X, tau):
    size = np.linalg.norm(X)
    return X * max(1 - tau / size, 0)
