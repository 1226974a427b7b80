# verdict: check-5-4-values=0 check-5-4-undefined=0 check-5-4-kinds=0
# message: True + True is True, not 2
def precision_recall_f1(mask, truth):
    tp = np.sum(mask + truth == 2)
    marked, true = np.sum(mask), np.sum(truth)
    return tp / max(marked, 1), tp / max(true, 1), 2 * tp / max(marked + true, 1)
