# verdict: check-2-6-plane=0 check-2-6-directions=0 check-2-6-kinds=0
# message: use the U that is given


def coordinates(U, A, d=2):
    F, s, Vt = np.linalg.svd(A, full_matrices=False)
    return s[:d, None] * Vt[:d]
