# verdict: check-3-2-best=6 check-3-2-mirror=4 check-3-2-few=1 check-3-2-input=2 check-3-2-shapes=0
# message: should raise ValueError with a sentence; it returned a result
def orthogonal_map(B, A):
    B, A = np.asarray(B, dtype=float), np.asarray(A, dtype=float)
    if len(B) != len(A):
        raise ValueError(f"B and A have {len(B)} and {len(A)} points.")
    U, _, Vt = np.linalg.svd(B.T @ A, full_matrices=False)
    return U @ Vt
