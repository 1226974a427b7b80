# verdict: check-1-1-thin=0 check-1-1-full=0 check-1-1-inputs=0
# message: must have shape (2, 2), but it has shape (100, 85)
factors = np.linalg.svd(datasets.portrait(100).mean(axis=2), full_matrices=False)


def reconstruct(U, s, Vt):
    U, s, Vt = factors
    return (U * s) @ Vt
