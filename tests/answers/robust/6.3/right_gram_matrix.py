# verdict: check-6-3-sum=6 check-6-3-recovery=10 check-6-3-shapes=5 check-6-3-lambda=8 check-6-3-tolerance=4 check-6-3-inputs=3
def shrink(x, tau):
    return np.maximum(x - tau, 0) - np.maximum(-x - tau, 0)


def shrink_spectrum(X, tau):
    if X.shape[0] < X.shape[1]:
        return shrink_spectrum(X.T, tau).T
    values, V = np.linalg.eigh(X.T @ X)
    s = np.sqrt(np.maximum(values, 0))
    share = np.where(s > tau, 1 - tau / np.where(s > 0, s, 1), 0)
    return X @ (V * share) @ V.T


def robust_pca(M, lam=None, tolerance=1e-6, max_iterations=200):
    M = np.array(M, dtype=float)
    lam = max(M.shape) ** -0.5 if lam is None else lam
    L, S, Y = np.zeros(M.shape), np.zeros(M.shape), np.zeros(M.shape)
    if np.all(M == 0):
        return L, S
    mu, rounds = 1.25 / np.linalg.norm(M, 2), 0
    while rounds == 0 or (
        rounds < max_iterations and np.linalg.norm(M - L - S) > tolerance * np.linalg.norm(M)
    ):
        if rounds > 0:
            Y, mu = Y + mu * (M - L - S), 1.5 * mu
        L = shrink_spectrum(M - S + Y / mu, 1 / mu)
        S = shrink(M - L + Y / mu, lam / mu)
        rounds += 1
    return L, S
