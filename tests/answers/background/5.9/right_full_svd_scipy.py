# verdict: check-5-9-shots=4 check-5-9-edges=4
import scipy.linalg


def shot_backgrounds(M, cuts):
    B = np.array(M, dtype=float)
    for shot in np.array_split(B, cuts, axis=1):  # views of B
        U, s, Vt = scipy.linalg.svd(shot)
        shot[:] = s[0] * U[:, [0]] @ Vt[[0]]
    return B
