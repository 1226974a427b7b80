# verdict: check-1-1-thin=0 check-1-1-full=0 check-1-1-inputs=4
# message: V was used where Vt is wanted
def reconstruct(U, s, Vt):
    k = len(s)
    return (U[:, :k] * s) @ Vt.T[:k]
