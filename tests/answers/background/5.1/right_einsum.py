# verdict: check-5-1-grey=4 check-5-1-layout=4 check-5-1-kinds=2
def video_matrix(frames):
    frames = np.array(frames)
    if frames.ndim == 4:
        frames = np.einsum("thwc,c->thw", frames, [0.299, 0.587, 0.114])
    T, h, w = frames.shape
    return np.transpose(frames, (1, 2, 0)).reshape(h * w, T).astype(np.float64)
