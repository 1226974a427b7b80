# verdict: check-1-2-best=6 check-1-2-shapes=3 check-1-2-zero-rank=2 check-1-2-refuses=3 check-1-2-inputs=2
def rank_k(A, k):
    m, n = np.shape(A)
    if k not in range(min(m, n) + 1):
        raise ValueError("there is no such rank k: " + str(k))
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    return [[sum(U[i, l] * s[l] * Vt[l, j] for l in range(k)) for j in range(n)] for i in range(m)]
