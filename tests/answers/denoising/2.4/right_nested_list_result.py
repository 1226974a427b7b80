# verdict: check-2-4-rank=6 check-2-4-ends=4 check-2-4-clipped=3 check-2-4-kinds=3


def denoise(images, r):
    images = np.asarray(images, dtype=float)
    A = (images - images.mean(axis=0)).reshape(len(images), -1)
    V = np.linalg.svd(A, full_matrices=False)[2][:r]
    shares = np.einsum("ia,ka->ik", A, V)
    rebuilt = images.mean(axis=0) + np.einsum("ik,kb->ib", shares, V).reshape(images.shape)
    return np.clip(rebuilt, 0.0, 1.0).tolist()
