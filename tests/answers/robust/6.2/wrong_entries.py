# verdict: check-6-2-spectrum=0 check-6-2-shapes=0 check-6-2-inputs=4
# message: The threshold belongs on the singular values
def singular_value_threshold(X, tau):
    return np.sign(X) * np.maximum(np.abs(X) - tau, 0)
