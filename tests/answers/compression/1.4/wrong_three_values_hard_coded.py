# verdict: check-1-4-values=0 check-1-4-ends=0 check-1-4-digits=0 check-1-4-inputs=0
# message: does its length depend on that of s
def truncation_errors(s):
    s = np.append(s.astype(float), [0, 0, 0])
    return np.array([np.linalg.norm(s[k:]) for k in range(4)])
