# verdict: check-2-6-plane=0 check-2-6-directions=0 check-2-6-kinds=2
# message: the signs were turned


def coordinates(U, A, d=2):
    c = np.asarray(U)[:, :d].T @ np.asarray(A)
    largest = np.argmax(np.abs(c), axis=1)
    return c * np.sign(c[np.arange(len(c)), largest])[:, np.newaxis]
