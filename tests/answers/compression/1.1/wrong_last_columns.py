# verdict: check-1-1-thin=6 check-1-1-full=0 check-1-1-inputs=4
# message: the last len(s) columns of U are used
def reconstruct(U, s, Vt):
    k = len(s)
    return (U[:, -k:] * s) @ Vt[-k:]
