# verdict: check-1-1-thin=6 check-1-1-full=4 check-1-1-inputs=0
# message: your function changed its argument s
def reconstruct(U, s, Vt):
    A = (U[:, : len(s)] * s) @ Vt[: len(s)]
    s[:] = 0
    return A
