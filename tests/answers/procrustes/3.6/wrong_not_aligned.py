# verdict: check-3-6-value=0 check-3-6-rigid=0 check-3-6-input=0 check-3-6-shapes=2
# message: without any alignment
def disparity(B, A):
    B, A = np.asarray(B, dtype=float), np.asarray(A, dtype=float)
    if B.shape != A.shape:
        raise ValueError(f"B and A must have the same shape, not {B.shape} and {A.shape}.")
    return np.sqrt(np.mean(np.sum((B - A) ** 2, axis=1)))
