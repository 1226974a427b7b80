# verdict: check-5-4-values=0 check-5-4-undefined=4 check-5-4-kinds=3
# message: your function changed one of its arguments
def precision_recall_f1(mask, truth):
    marked, there = np.sum(mask), np.sum(truth)
    mask &= truth.astype(mask.dtype)
    hits = np.sum(mask)
    return hits / max(marked, 1), hits / max(there, 1), 2 * hits / max(marked + there, 1)
