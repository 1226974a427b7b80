# verdict: check-5-4-values=5 check-5-4-undefined=4 check-5-4-kinds=3
def precision_recall_f1(mask, truth):
    found = set(np.flatnonzero(mask).tolist())
    there = set(np.flatnonzero(truth).tolist())
    both = len(found & there)

    def share(part, whole):
        return part / whole if whole else 0

    return [
        share(both, len(found)),
        share(both, len(there)),
        share(2 * both, len(found) + len(there)),
    ]
