# verdict: check-5-3-mask=0 check-5-3-strict=0 check-5-3-uint8=0
# message: use a variable of the notebook instead of its arguments
B_lesson = np.zeros((192, 30))  # stands for the background of the lesson


def foreground_mask(M, B, threshold):
    return np.abs(np.asarray(M, dtype=float) - B_lesson) > threshold
