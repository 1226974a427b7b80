# verdict: check-1-4-values=5 check-1-4-ends=3 check-1-4-digits=2 check-1-4-inputs=2
def truncation_errors(s):
    s = s.astype(np.result_type(s, np.float32))
    errors = np.zeros(s.size + 1, dtype=s.dtype)
    for k in range(s.size - 1, -1, -1):
        errors[k] = np.hypot(errors[k + 1], s[k])
    return errors
