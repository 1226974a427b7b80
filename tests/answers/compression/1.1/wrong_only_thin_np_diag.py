# verdict: check-1-1-thin=6 check-1-1-full=0 check-1-1-inputs=4
# message: full factors do not fit together yet
def reconstruct(U, s, Vt):
    return U @ np.diag(s) @ Vt
