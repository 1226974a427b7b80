# verdict: check-1-1-thin=6 check-1-1-full=4 check-1-1-inputs=0
# message: your function changed its argument U
def reconstruct(U, s, Vt):
    U = U[:, : len(s)]
    U *= s
    return U @ Vt[: len(s)]
