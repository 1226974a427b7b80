# verdict: check-5-4-values=5 check-5-4-undefined=4 check-5-4-kinds=3
def precision_recall_f1(mask, truth):
    mask, truth = np.asarray(mask, dtype=bool), np.asarray(truth, dtype=bool)
    hits = np.sum(mask & truth)
    precision = hits / max(np.sum(mask), 1)
    recall = hits / max(np.sum(truth), 1)
    f1 = 2 * hits / max(np.sum(mask) + np.sum(truth), 1)
    return float(precision), float(recall), float(f1)
