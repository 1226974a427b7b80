# verdict: check-1-1-thin=6 check-1-1-full=4 check-1-1-inputs=4
def reconstruct(U, s, Vt):
    k = s.shape[0]
    return np.einsum("ir,r,rj->ij", U[:, :k], s, Vt[:k, :])
