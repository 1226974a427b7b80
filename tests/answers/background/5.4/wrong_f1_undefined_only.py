# verdict: check-5-4-values=5 check-5-4-undefined=0 check-5-4-kinds=3
# message: the scores are 0.0, 0.0, nan
def precision_recall_f1(mask, truth):
    mask, truth = np.asarray(mask, bool), np.asarray(truth, bool)
    hits = np.sum(mask & truth)
    precision, recall = hits / max(np.sum(mask), 1), hits / max(np.sum(truth), 1)
    return precision, recall, 2 * precision * recall / (precision + recall)
