# verdict: check-5-4-values=0 check-5-4-undefined=4 check-5-4-kinds=3
# message: not their geometric mean
def precision_recall_f1(mask, truth):
    hits = np.sum(mask & truth)
    precision, recall = hits / max(np.sum(mask), 1), hits / max(np.sum(truth), 1)
    return precision, recall, np.sqrt(precision * recall)
