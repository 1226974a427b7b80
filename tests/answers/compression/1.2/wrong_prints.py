# verdict: check-1-2-best=0 check-1-2-shapes=0 check-1-2-zero-rank=0 check-1-2-refuses=0 check-1-2-inputs=0
# message: rank_k(A, 2) returned None
def rank_k(A, k):
    if k < 0 or k > min(A.shape):
        print("k must be in 0..min(m, n)")
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    print((U[:, :k] * s[:k]) @ Vt[:k])
