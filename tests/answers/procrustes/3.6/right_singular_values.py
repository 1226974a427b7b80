# verdict: check-3-6-value=5 check-3-6-rigid=3 check-3-6-input=2 check-3-6-shapes=2
def disparity(B, A):
    B, A = np.asarray(B, dtype=float), np.asarray(A, dtype=float)
    if B.shape != A.shape:
        raise ValueError(f"B and A must have the same shape, not {B.shape} and {A.shape}.")
    B, A = B - B.mean(axis=0), A - A.mean(axis=0)
    U, s, Vt = np.linalg.svd(B.T @ A)
    s[-1] *= np.sign(np.linalg.det(U @ Vt))
    squared = np.sum(B**2) + np.sum(A**2) - 2 * np.sum(s)
    return np.sqrt(max(squared, 0.0) / len(B))
