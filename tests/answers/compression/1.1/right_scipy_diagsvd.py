# verdict: check-1-1-thin=6 check-1-1-full=4 check-1-1-inputs=4
import scipy.linalg


def reconstruct(U, s, Vt):
    return U.dot(scipy.linalg.diagsvd(s, U.shape[1], Vt.shape[0])).dot(Vt)
