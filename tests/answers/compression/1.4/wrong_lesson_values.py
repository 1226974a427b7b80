# verdict: check-1-4-values=0 check-1-4-ends=0 check-1-4-digits=0 check-1-4-inputs=0
# message: should be a vector with one error for each k
lesson = np.linalg.svd(datasets.portrait(100).mean(axis=2), compute_uv=False)


def truncation_errors(s):
    return np.sqrt(np.append(np.cumsum(lesson[::-1] ** 2)[::-1], 0))
