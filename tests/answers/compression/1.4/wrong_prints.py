# verdict: check-1-4-values=0 check-1-4-ends=0 check-1-4-digits=0 check-1-4-inputs=0
# message: truncation_errors(s) returned None. Did the function print its result
def truncation_errors(s):
    print(np.sqrt(np.append(np.cumsum(s[::-1] ** 2.0)[::-1], 0)))
