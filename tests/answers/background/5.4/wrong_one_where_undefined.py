# verdict: check-5-4-values=5 check-5-4-undefined=0 check-5-4-kinds=3
# message: all three scores are 0 by convention
def precision_recall_f1(mask, truth):
    hits = np.sum(mask & truth)
    marked, there = np.sum(mask), np.sum(truth)
    precision = hits / marked if marked else 1.0
    recall = hits / there if there else 1.0
    return precision, recall, 2 * hits / (marked + there) if marked + there else 1.0
