# verdict: check-5-4-values=5 check-5-4-undefined=4 check-5-4-kinds=0
# message: `truth[mask]` picks rows
def precision_recall_f1(mask, truth):
    tp = np.sum(truth[mask])
    precision = tp / max(np.sum(mask), 1)
    recall = tp / max(np.sum(truth), 1)
    f1 = 2 * tp / max(np.sum(mask) + np.sum(truth), 1)
    return precision, recall, f1
