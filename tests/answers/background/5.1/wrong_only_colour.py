# verdict: check-5-1-grey=4 check-5-1-layout=4 check-5-1-kinds=0
# message: grey frames have no colour axis
def video_matrix(frames):
    T, h, w, _ = frames.shape
    return (frames @ np.array([0.299, 0.587, 0.114])).reshape(T, h * w).T
