# verdict: check-1-1-thin=0 check-1-1-full=4 check-1-1-inputs=4
# message: Sigma must be as many rows high as U has columns
def reconstruct(U, s, Vt):
    Sigma = np.zeros((U.shape[0], Vt.shape[1]))
    for i in range(len(s)):
        Sigma[i, i] = s[i]
    return U @ Sigma @ Vt
