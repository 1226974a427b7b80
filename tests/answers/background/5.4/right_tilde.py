# verdict: check-5-4-values=5 check-5-4-undefined=4 check-5-4-kinds=3
def precision_recall_f1(mask, truth):
    tp, fp, fn = np.sum(mask & truth), np.sum(mask & ~truth), np.sum(~mask & truth)
    precision = tp / (tp + fp) if tp + fp else 0.0
    recall = tp / (tp + fn) if tp + fn else 0.0
    f1 = 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else 0.0
    return precision, recall, f1
