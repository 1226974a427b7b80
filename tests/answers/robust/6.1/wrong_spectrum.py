# verdict: check-6-1-values=0 check-6-1-extremes=0 check-6-1-inputs=0
# message: the singular values of X were shrunk. Here its entries should be
def soft_threshold(X, tau):
    U, s, Vt = np.linalg.svd(X, full_matrices=False)
    return (U * np.maximum(s - tau, 0)) @ Vt
