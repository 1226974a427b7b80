# verdict: check-5-4-values=0 check-5-4-undefined=0 check-5-4-kinds=0
# message: count over all axes
def precision_recall_f1(mask, truth):
    hits = np.sum(mask & truth, axis=0)
    marked, there = np.sum(mask, axis=0), np.sum(truth, axis=0)
    precision, recall = hits / np.maximum(marked, 1), hits / np.maximum(there, 1)
    return precision, recall, 2 * hits / np.maximum(marked + there, 1)
