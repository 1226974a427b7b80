# verdict: check-2-3-layers=5 check-2-3-none=2 check-2-3-all=3 check-2-3-kinds=0
# message: lists are welcome too


def rank_one_sum(U, s, Vt, r):
    return (U[:, :r] * s[:r]) @ Vt[:r]
