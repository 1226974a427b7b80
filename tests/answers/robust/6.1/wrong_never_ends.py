# verdict: check-6-1-values=6 check-6-1-extremes=0 check-6-1-inputs=4
# message: Is there a loop that never ends?
def soft_threshold(X, tau):
    # Takes tau away in pieces no larger than 0.05; for tau = 0 the piece is 0 and nothing moves.
    Y, left = np.array(X, dtype=float), tau
    piece = min(tau, 0.05)
    while left >= 0:
        Y = np.sign(Y) * np.maximum(np.abs(Y) - min(piece, left), 0)
        if 0 < left <= piece:
            break
        left = left - piece
    return Y
