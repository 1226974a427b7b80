# verdict: check-5-9-shots=4 check-5-9-edges=4
def shot_backgrounds(M, cuts):
    if cuts:
        head, tail = M[:, : cuts[-1]], M[:, cuts[-1] :]
        return np.column_stack([shot_backgrounds(head, cuts[:-1]), shot_backgrounds(tail, [])])
    u = np.linalg.svd(M, full_matrices=False)[0][:, 0]
    return np.outer(u, u @ M)
