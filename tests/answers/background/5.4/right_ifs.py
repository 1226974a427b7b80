# verdict: check-5-4-values=5 check-5-4-undefined=4 check-5-4-kinds=3
def precision_recall_f1(mask, truth):
    tp = int(np.count_nonzero((mask == 1) & (truth == 1)))
    fp = int(np.count_nonzero((mask == 1) & (truth == 0)))
    fn = int(np.count_nonzero((mask == 0) & (truth == 1)))
    precision = tp / (tp + fp) if tp + fp > 0 else 0.0
    recall = tp / (tp + fn) if tp + fn > 0 else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall > 0 else 0.0
    return precision, recall, f1
