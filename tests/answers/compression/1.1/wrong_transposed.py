# verdict: check-1-1-thin=0 check-1-1-full=0 check-1-1-inputs=4
# message: the result is transposed
def reconstruct(U, s, Vt):
    k = len(s)
    return Vt[:k].T @ (s[:, None] * U[:, :k].T)
