# verdict: check-3-2-best=6 check-3-2-mirror=4 check-3-2-few=0 check-3-2-input=2 check-3-2-shapes=3
# message: Is there a loop that never ends?
def orthogonal_map(B, A):
    B, A = np.asarray(B, dtype=float), np.asarray(A, dtype=float)
    if B.shape != A.shape:
        raise ValueError(f"B and A must have the same shape, not {B.shape} and {A.shape}.")
    Q = B.T @ A
    Q = Q / max(np.linalg.norm(Q), 1e-300)
    while np.linalg.norm(Q.T @ Q - np.eye(len(Q))) > 1e-10:
        Q = 1.5 * Q - 0.5 * Q @ Q.T @ Q
    return Q
