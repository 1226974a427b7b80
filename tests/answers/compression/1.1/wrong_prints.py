# verdict: check-1-1-thin=0 check-1-1-full=0 check-1-1-inputs=0
# message: reconstruct(U, s, Vt) returned None. Did the function print its result
def reconstruct(U, s, Vt):
    print(U @ np.diag(s) @ Vt)
