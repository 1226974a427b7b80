# verdict: check-1-4-values=5 check-1-4-ends=3 check-1-4-digits=2 check-1-4-inputs=0
# message: Is the result cut to whole numbers
def truncation_errors(s):
    errors = np.zeros(len(s) + 1, dtype=s.dtype)
    for k in range(len(s)):
        errors[k] = np.linalg.norm(s[k:].astype(float))
    return errors
