# verdict: check-1-1-thin=0 check-1-1-full=0 check-1-1-inputs=4
# message: only the first two layers are added
def reconstruct(U, s, Vt):
    return s[0] * np.outer(U[:, 0], Vt[0]) + s[1] * np.outer(U[:, 1], Vt[1])
