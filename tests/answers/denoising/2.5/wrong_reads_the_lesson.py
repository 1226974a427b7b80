# verdict: check-2-5-share=0 check-2-5-share-kinds=0 check-2-5-rank=5 check-2-5-edges=3
# message: reads a variable of the lesson


spectrum = np.linspace(95.0, 10.0, 21)  # as many as the lesson's


def explained(s):
    energy = np.cumsum(spectrum**2)
    return energy / energy[-1]


def rank_for(s, fraction):
    energy = np.append(0, np.cumsum(np.square(s)))
    return int(np.argmax(energy / energy[-1] >= fraction - 1e-12))
