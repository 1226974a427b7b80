# verdict: check-5-1-grey=4 check-5-1-layout=4 check-5-1-kinds=2
def video_matrix(frames):
    if frames.ndim == 4:
        frames = np.tensordot(frames, (0.299, 0.587, 0.114), axes=1)
    return np.moveaxis(frames, 0, -1).reshape(-1, len(frames)).astype(float)
