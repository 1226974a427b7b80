# verdict: check-1-1-thin=6 check-1-1-full=4 check-1-1-inputs=0
# message: the result is cut to whole numbers
def reconstruct(U, s, Vt):
    A = np.zeros((U.shape[0], Vt.shape[1]), dtype=U.dtype)
    for i in range(len(s)):
        A[:] = A + s[i] * np.outer(U[:, i], Vt[i])
    return A
