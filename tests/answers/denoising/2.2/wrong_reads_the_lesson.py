# verdict: check-2-2-mean=0 check-2-2-centred=0 check-2-2-kinds=0
# message: reads a variable of the notebook


numbers = datasets.stamps().reshape(22, -1).T


def center_columns(S):
    mean = numbers.mean(axis=1, keepdims=True)
    return numbers - mean, mean
