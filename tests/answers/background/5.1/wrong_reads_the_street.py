# verdict: check-5-1-grey=0 check-5-1-layout=0 check-5-1-kinds=0
# message: instead of its argument frames
street = np.zeros((30, 12, 16, 3), np.uint8)  # stands for the clip of the lesson


def video_matrix(frames):
    grey = street @ np.array([0.299, 0.587, 0.114])
    return grey.reshape(len(street), -1).T
