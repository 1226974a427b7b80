# verdict: check-1-1-thin=6 check-1-1-full=4 check-1-1-inputs=4
def reconstruct(U, s, Vt):
    k = np.size(s)
    V = np.transpose(Vt)[:, :k]
    return np.transpose((V * s) @ np.transpose(U)[:k])
