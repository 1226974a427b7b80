# verdict: check-5-4-values=5 check-5-4-undefined=0 check-5-4-kinds=3
# message: stopped with ZeroDivisionError: where there is nothing to divide by
def precision_recall_f1(mask, truth):
    mask, truth = np.asarray(mask, bool), np.asarray(truth, bool)
    hits = int(np.sum(mask & truth))
    precision, recall = hits / int(np.sum(mask)), hits / int(np.sum(truth))
    return precision, recall, 2 * precision * recall / (precision + recall)
