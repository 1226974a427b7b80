# verdict: check-3-4-rotation=5 check-3-4-shift=4 check-3-4-mirror=2 check-3-4-input=3 check-3-4-shapes=2
def moved_to_origin(X):
    return X - X.mean(axis=0), X.mean(axis=0)


def best_turn(B, A):
    U, _, Vt = np.linalg.svd(B.T @ A)
    if np.linalg.det(U @ Vt) < 0:
        Vt[-1] = -Vt[-1]
    return U @ Vt


def rigid_transform(B, A):
    B, A = np.asarray(B, dtype=float), np.asarray(A, dtype=float)
    if B.shape != A.shape:
        raise ValueError(f"B and A must have the same shape, not {B.shape} and {A.shape}.")
    B_centred, b = moved_to_origin(B)
    A_centred, a = moved_to_origin(A)
    R = best_turn(B_centred, A_centred)
    return R, a - b @ R
