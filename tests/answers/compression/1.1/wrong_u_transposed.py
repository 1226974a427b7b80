# verdict: check-1-1-thin=0 check-1-1-full=0 check-1-1-inputs=4
# message: U is transposed
def reconstruct(U, s, Vt):
    k = len(s)
    return (U.T[:, :k] * s) @ Vt[:k]
