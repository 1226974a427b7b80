# verdict: check-5-2-best=6 check-5-2-rank=4 check-5-2-kinds=2
def background(M, rank=1):
    rest = np.array(M, dtype=float)
    B = np.zeros_like(rest)
    for _ in range(rank):
        v = rest[np.argmax(np.sum(rest**2, axis=1))]
        for _ in range(2000):
            v = rest.T @ (rest @ v)
            v = v / np.linalg.norm(v)
        layer = np.outer(rest @ v, v)
        B, rest = B + layer, rest - layer
    return B
