# verdict: check-5-1-grey=4 check-5-1-layout=4 check-5-1-kinds=0
# message: 3 pixels wide were taken for colour
def video_matrix(frames):
    frames = np.asarray(frames, float)
    if frames.shape[-1] == 3:
        frames = frames @ [0.299, 0.587, 0.114]
    return frames.reshape(len(frames), -1).T
