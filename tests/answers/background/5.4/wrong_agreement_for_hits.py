# verdict: check-5-4-values=0 check-5-4-undefined=0 check-5-4-kinds=0
# message: pixels that are False in both masks are counted as hits
def precision_recall_f1(mask, truth):
    hits = np.sum(mask == truth)
    marked, there = np.sum(mask), np.sum(truth)
    return hits / max(marked, 1), hits / max(there, 1), 2 * hits / max(marked + there, 1)
