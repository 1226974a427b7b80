# verdict: check-5-9-shots=0 check-5-9-edges=0
# message: treat each shot by itself
def shot_backgrounds(M, cuts):
    r = len(cuts) + 1
    U, s, Vt = np.linalg.svd(M, full_matrices=False)
    return (U[:, :r] * s[:r]) @ Vt[:r]
