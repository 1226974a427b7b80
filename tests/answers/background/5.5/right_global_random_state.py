# verdict: check-5-5-exact=5 check-5-5-power=4 check-5-5-stable=3 check-5-5-sketch=4
def randomized_svd(A, k, oversample=10, iterations=2, seed=0):
    np.random.seed(seed)
    Q = np.linalg.qr(np.dot(A, np.random.randn(A.shape[1], k + oversample)))[0]
    done = 0
    while done < iterations:
        Q = np.linalg.qr(np.dot(A, np.linalg.qr(np.dot(A.T, Q))[0]))[0]
        done += 1
    V, s, Ut = np.linalg.svd(np.dot(A.T, Q), full_matrices=False)
    return np.dot(Q, Ut.T)[:, :k], s[:k], V.T[:k]
