# verdict: check-3-4-rotation=5 check-3-4-shift=4 check-3-4-mirror=2 check-3-4-input=3 check-3-4-shapes=2
def rigid_transform(B, A):
    B, A = np.asarray(B, dtype=float), np.asarray(A, dtype=float)
    if B.shape != A.shape:
        raise ValueError(f"B and A must have the same shape, not {B.shape} and {A.shape}.")
    b, a = B.mean(axis=0), A.mean(axis=0)

    M = sum(np.outer(p - b, q - a) for p, q in zip(B, A))
    U, s, Vt = np.linalg.svd(M.T)
    U[:, -1] *= np.sign(np.linalg.det(U) * np.linalg.det(Vt))
    R = (U @ Vt).T
    return [R.tolist(), (a - b @ R).tolist()]
