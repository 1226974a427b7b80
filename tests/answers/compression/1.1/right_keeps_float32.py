# verdict: check-1-1-thin=6 check-1-1-full=4 check-1-1-inputs=4
def reconstruct(U, s, Vt):
    kind = np.result_type(U, s, Vt, np.float32)
    U, s, Vt = (np.array(factor, dtype=kind) for factor in (U, s, Vt))
    U = U[:, : s.size]
    U *= s
    return U @ Vt[: s.size]
