# verdict: check-3-1-cloud=0 check-3-1-centroid=0 check-3-1-input=0
# message: use the argument X, not the notebook's landmarks
landmarks = datasets.landmarks()  # as section 1 of the notebook does


def center(X):
    c = landmarks.second.mean(axis=0)
    return landmarks.second - c, c
