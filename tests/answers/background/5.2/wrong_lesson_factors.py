# verdict: check-5-2-best=0 check-5-2-rank=0 check-5-2-kinds=0
# message: does your function use variables of the notebook
U, s, Vt = np.linalg.svd(np.ones((192, 30)), full_matrices=False)  # stand for those of the lesson


def background(M, rank=1):
    return (U[:, :rank] * s[:rank]) @ Vt[:rank]
