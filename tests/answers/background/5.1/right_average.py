# verdict: check-5-1-grey=4 check-5-1-layout=4 check-5-1-kinds=2
def video_matrix(frames):
    grey = (
        np.average(frames, axis=-1, weights=[0.299, 0.587, 0.114])
        if np.ndim(frames) == 4
        else frames
    )
    M = np.empty((grey[0].size, len(grey)))
    for t in range(len(grey)):
        M[:, t] = np.ravel(grey[t])
    return M
