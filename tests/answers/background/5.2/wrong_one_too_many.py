# verdict: check-5-2-best=0 check-5-2-rank=0 check-5-2-kinds=0
# message: one component more than asked for
def background(M, rank=1):
    U, s, Vt = np.linalg.svd(M, full_matrices=False)
    return (U[:, : rank + 1] * s[: rank + 1]) @ Vt[: rank + 1]
