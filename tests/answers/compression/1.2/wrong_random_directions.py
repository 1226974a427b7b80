# verdict: check-1-2-best=0 check-1-2-shapes=0 check-1-2-zero-rank=2 check-1-2-refuses=3 check-1-2-inputs=0
# message: two calls with the same A and k give different results
def rank_k(A, k):
    if k < 0 or k > min(A.shape):
        raise ValueError(f"k must be in 0..{min(A.shape)}, not {k}")
    noise = np.random.default_rng().normal(size=(A.shape[1], k))
    Q = np.linalg.qr(A @ noise)[0]
    return Q @ (Q.T @ A)
