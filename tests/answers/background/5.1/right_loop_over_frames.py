# verdict: check-5-1-grey=4 check-5-1-layout=4 check-5-1-kinds=2
def video_matrix(frames):
    columns = []
    for frame in np.asarray(frames, float):
        if frame.ndim == 3:
            frame = 0.299 * frame[:, :, 0] + 0.587 * frame[:, :, 1] + 0.114 * frame[:, :, 2]
        columns.append(frame.ravel())
    return np.array(columns).T
