# verdict: check-6-1-values=0 check-6-1-extremes=0 check-6-1-inputs=4
# message: tau was subtracted from every entry
def soft_threshold(X, tau):
    return X - tau
