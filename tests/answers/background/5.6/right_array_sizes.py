# verdict: check-5-6-values=4 check-5-6-edges=2
def storage_ratio(m, n, k):
    U, s, Vt = (np.broadcast_to(0, shape) for shape in ((m, k), (k,), (k, n)))
    return (U.size + s.size + Vt.size) / np.broadcast_to(0, (m, n)).size
