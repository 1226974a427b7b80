# verdict: check-1-1-thin=0 check-1-1-full=0 check-1-1-inputs=4
# message: one layer is missing
def reconstruct(U, s, Vt):
    k = len(s) - 1
    return (U[:, :k] * s[:k]) @ Vt[:k]
