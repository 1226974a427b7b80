# verdict: check-3-2-best=0 check-3-2-mirror=0 check-3-2-few=0 check-3-2-input=0 check-3-2-shapes=3
# message: with its arguments B and A, not with the landmarks
landmarks = datasets.landmarks()  # as sections 1 and 3 of the notebook do
A_demo = landmarks.first - landmarks.first.mean(axis=0)
B_demo = landmarks.second - landmarks.second.mean(axis=0)


def orthogonal_map(B, A):
    B, A = np.asarray(B, dtype=float), np.asarray(A, dtype=float)
    if B.shape != A.shape:
        raise ValueError(f"B and A must have the same shape, not {B.shape} and {A.shape}.")
    U, _, Vt = np.linalg.svd(B_demo.T @ A_demo)
    return U @ Vt
