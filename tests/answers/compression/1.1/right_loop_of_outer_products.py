# verdict: check-1-1-thin=6 check-1-1-full=4 check-1-1-inputs=4
def reconstruct(U, s, Vt):
    A = np.zeros((len(U), len(Vt[0])))
    for i, value in enumerate(s):
        A += value * np.outer(U[:, i], Vt[i])
    return A
