# verdict: check-1-1-thin=0 check-1-1-full=0 check-1-1-inputs=4
# message: s scales the rows of U
def reconstruct(U, s, Vt):
    k = len(s)
    return (s[:, None] * U[:, :k]) @ Vt[:k]
