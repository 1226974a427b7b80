# verdict: check-1-1-thin=6 check-1-1-full=4 check-1-1-inputs=4
def reconstruct(U, s, Vt):
    k = len(s)
    return (U[:, :k] * s) @ Vt[:k]
