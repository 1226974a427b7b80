# verdict: check-3-3-proper=0 check-3-3-mirror=0 check-3-3-flat=0 check-3-3-input=0 check-3-3-shapes=3
# message: with its arguments B and A, not with the landmarks
landmarks = datasets.landmarks()  # as sections 1 and 3 of the notebook do
A_demo = landmarks.first - landmarks.first.mean(axis=0)
B_demo = landmarks.second - landmarks.second.mean(axis=0)


def rotation(B, A):
    B, A = np.asarray(B, dtype=float), np.asarray(A, dtype=float)
    if B.shape != A.shape:
        raise ValueError(f"B and A must have the same shape, not {B.shape} and {A.shape}.")
    U, _, Vt = np.linalg.svd(B_demo.T @ A_demo)
    U[:, -1] *= np.linalg.det(U @ Vt)
    return U @ Vt
