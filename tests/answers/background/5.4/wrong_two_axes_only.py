# verdict: check-5-4-values=5 check-5-4-undefined=4 check-5-4-kinds=0
# message: masks have any number of axes
def precision_recall_f1(mask, truth):
    tp = marked = true = 0
    for i in range(mask.shape[0]):
        for j in range(mask.shape[1]):
            tp += int(mask[i, j] and truth[i, j])
            marked += int(mask[i, j])
            true += int(truth[i, j])
    return tp / max(marked, 1), tp / max(true, 1), 2 * tp / max(marked + true, 1)
