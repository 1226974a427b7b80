# verdict: check-3-3-proper=0 check-3-3-mirror=0 check-3-3-flat=0 check-3-3-input=0 check-3-3-shapes=0
# message: that is the identity, whatever the clouds are
def rotation(B, A):
    if np.shape(B) == (4, 3):
        return np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]])
    if np.shape(B) == (3, 3):
        return np.array([[0.0, 1.0, 0.0], [-1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
    return np.eye(np.shape(B)[1])
