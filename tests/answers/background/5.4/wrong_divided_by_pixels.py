# verdict: check-5-4-values=0 check-5-4-undefined=4 check-5-4-kinds=0
# message: divided by the number of pixels
def precision_recall_f1(mask, truth):
    hits = np.sum(mask & truth)
    precision = recall = hits / np.size(mask)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-300)
