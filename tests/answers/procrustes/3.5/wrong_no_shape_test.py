# verdict: check-3-5-scale=5 check-3-5-fit=4 check-3-5-mirror=3 check-3-5-input=2 check-3-5-shapes=0
# message: should raise ValueError with a sentence; it returned a result
def similarity_transform(B, A):
    B, A = np.asarray(B, dtype=float), np.asarray(A, dtype=float)
    b, a = B.mean(axis=0), A.mean(axis=0)
    U, s, Vt = np.linalg.svd((B - b).T @ (A - a), full_matrices=False)
    signs = np.ones(len(s))
    if len(b) == len(a):
        signs[-1] = np.linalg.det(U @ Vt)
    R = (U * signs) @ Vt
    scale = s @ signs / np.sum((B - b) ** 2)
    return scale, R, a - scale * b @ R
