# verdict: check-5-4-values=0 check-5-4-undefined=4 check-5-4-kinds=3
# message: the factor 2 of F1 is missing
def precision_recall_f1(mask, truth):
    mask, truth = np.asarray(mask, bool), np.asarray(truth, bool)
    hits = np.sum(mask & truth)
    both = max(np.sum(mask) + np.sum(truth), 1)
    return hits / max(np.sum(mask), 1), hits / max(np.sum(truth), 1), hits / both
