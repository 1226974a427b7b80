# verdict: check-2-3-layers=5 check-2-3-none=2 check-2-3-all=3 check-2-3-kinds=3


def rank_one_sum(U, s, Vt, r):
    U, s, Vt = np.array(U), np.array(s), np.array(Vt)
    layers = [s[i] * U[:, [i]] * Vt[[i], :] for i in range(r)]
    return np.sum(layers, axis=0) if layers else np.zeros((len(U), Vt.shape[1]))
