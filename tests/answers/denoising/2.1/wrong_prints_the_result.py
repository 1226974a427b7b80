# verdict: check-2-1-columns=0 check-2-1-back=0 check-2-1-inverse=0 check-2-1-kinds=0
# message: print its result


def stack_columns(images):
    images = np.asarray(images)
    print(images.reshape(len(images), -1).T)


def unstack_columns(S, shape):
    print(np.asarray(S).T.reshape(-1, *shape))
