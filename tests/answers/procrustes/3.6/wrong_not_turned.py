# verdict: check-3-6-value=0 check-3-6-rigid=0 check-3-6-input=0 check-3-6-shapes=2
# message: centred, but not turned
def disparity(B, A):
    B, A = np.asarray(B, dtype=float), np.asarray(A, dtype=float)
    if B.shape != A.shape:
        raise ValueError(f"B and A must have the same shape, not {B.shape} and {A.shape}.")
    b, a = B.mean(axis=0), A.mean(axis=0)
    difference = (B - b) - (A - a)
    return np.sqrt(np.mean(np.sum(difference**2, axis=1)))
