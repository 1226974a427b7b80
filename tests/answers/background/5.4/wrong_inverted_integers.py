# verdict: check-5-4-values=5 check-5-4-undefined=4 check-5-4-kinds=0
# message: `~` is no `not`
def precision_recall_f1(mask, truth):
    hits = np.count_nonzero(mask & truth)
    alarms, misses = np.count_nonzero(mask & ~truth), np.count_nonzero(~mask)
    misses -= np.count_nonzero(~mask & ~truth)
    precision = hits / (hits + alarms) if hits + alarms else 0.0
    recall = hits / (hits + misses) if hits + misses else 0.0
    return precision, recall, 2 * hits / (2 * hits + alarms + misses) if hits else 0.0
