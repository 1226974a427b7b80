# verdict: check-3-6-value=5 check-3-6-rigid=3 check-3-6-input=2 check-3-6-shapes=0
# message: should raise ValueError with a sentence; it returned a result
def disparity(B, A):
    B, A = np.asarray(B, dtype=float), np.asarray(A, dtype=float)
    B, A = B - B.mean(axis=0), A - A.mean(axis=0)
    U, s, Vt = np.linalg.svd(B.T @ A)
    s[-1] *= np.sign(np.linalg.det(U) * np.linalg.det(Vt))
    return np.sqrt(max(np.sum(B**2) + np.sum(A**2) - 2 * np.sum(s), 0.0) / len(B))
