# verdict: check-1-4-values=0 check-1-4-ends=0 check-1-4-digits=0 check-1-4-inputs=2
# message: the squares are averaged
def truncation_errors(s):
    s = s.astype(float)
    return np.array([np.sqrt(np.mean(s[k:] ** 2)) for k in range(len(s))] + [0.0])
