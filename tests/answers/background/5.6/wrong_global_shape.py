# verdict: check-5-6-values=0 check-5-6-edges=0
# message: U has 10 · 2 numbers, s 2, and Vt 2 · 5
lesson = np.zeros((192, 30))  # stands for the clip of the lesson


def storage_ratio(m, n, k):
    m, n = lesson.shape
    return k * (m + n + 1) / (m * n)
