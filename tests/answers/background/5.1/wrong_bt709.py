# verdict: check-5-1-grey=0 check-5-1-layout=4 check-5-1-kinds=2
# message: weights of another standard
def video_matrix(frames):
    frames = np.asarray(frames, float)
    if frames.ndim == 4:
        frames = frames @ [0.2126, 0.7152, 0.0722]
    return frames.reshape(len(frames), -1).T
