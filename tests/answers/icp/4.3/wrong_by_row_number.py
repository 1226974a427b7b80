# verdict: check-4-3-match=0 check-4-3-best=0 check-4-3-rotation=4 check-4-3-edges=2
# message: row numbers of P itself
def icp_step(P, Q):
    match = np.arange(len(P)) % len(Q)
    A = Q[match]
    p, a = P.mean(axis=0), A.mean(axis=0)
    U, _, Vt = np.linalg.svd((P - p).T @ (A - a))
    U[:, -1] *= np.linalg.det(U @ Vt)
    return (P - p) @ U @ Vt + a, match
