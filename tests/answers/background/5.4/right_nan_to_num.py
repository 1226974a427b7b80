# verdict: check-5-4-values=5 check-5-4-undefined=4 check-5-4-kinds=3
def precision_recall_f1(mask, truth):
    mask, truth = np.array(mask, bool), np.array(truth, bool)
    with np.errstate(all="ignore"):
        tp = np.logical_and(mask, truth).sum()
        precision = np.nan_to_num(tp / mask.sum())
        recall = np.nan_to_num(tp / truth.sum())
        f1 = np.nan_to_num(2 * precision * recall / (precision + recall))
    return float(precision), float(recall), float(f1)
