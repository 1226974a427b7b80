# verdict: check-5-8-range=4 check-5-8-constant=2 check-5-8-rounding=2 check-5-8-kinds=2
def to_uint8(F):
    G = np.array(F, dtype=float)
    G -= np.amin(G)
    if G.max() > 0:
        G *= 255 / G.max()
    return np.floor(np.minimum(G, 255) + 0.5).astype("uint8")
