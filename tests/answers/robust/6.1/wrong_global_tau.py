# verdict: check-6-1-values=0 check-6-1-extremes=0 check-6-1-inputs=4
# message: the arguments X and tau
tau = 1.0


def soft_threshold(X, threshold):
    return np.sign(X) * np.maximum(np.abs(X) - tau, 0)
