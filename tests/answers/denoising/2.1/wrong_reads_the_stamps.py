# verdict: check-2-1-columns=0 check-2-1-back=4 check-2-1-inverse=0 check-2-1-kinds=0
# message: reads the variable stamps instead of its argument images


stamps = datasets.stamps()


def stack_columns(images):
    return stamps.reshape(len(stamps), -1).T


def unstack_columns(S, shape):
    return np.asarray(S).T.reshape(-1, *shape)
