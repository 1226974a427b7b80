# verdict: check-6-1-values=0 check-6-1-extremes=0 check-6-1-inputs=4
# message: came out on the other side of zero
def soft_threshold(X, tau):
    return np.sign(X) * (np.abs(X) - tau)
