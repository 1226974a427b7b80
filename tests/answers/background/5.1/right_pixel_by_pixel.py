# verdict: check-5-1-grey=4 check-5-1-layout=4 check-5-1-kinds=2
def video_matrix(frames):
    T, h, w = frames.shape[:3]
    M = np.zeros((h * w, T))
    for t in range(T):
        for y in range(h):
            for x in range(w):
                pixel = frames[t, y, x]
                if frames.ndim == 4:
                    pixel = 0.299 * pixel[0] + 0.587 * pixel[1] + 0.114 * pixel[2]
                M[y * w + x, t] = pixel
    return M
