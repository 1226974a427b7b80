# verdict: check-6-1-values=6 check-6-1-extremes=4 check-6-1-inputs=4
def soft_threshold(X, tau):
    def one(x):
        if x > tau:
            return x - tau
        if x < -tau:
            return x + tau
        return 0.0

    return np.vectorize(one, otypes=[float])(X)
