# verdict: check-1-1-thin=0 check-1-1-full=0 check-1-1-inputs=4
# message: s is missing from the product
def reconstruct(U, s, Vt):
    k = len(s)
    return U[:, :k] @ Vt[:k]
