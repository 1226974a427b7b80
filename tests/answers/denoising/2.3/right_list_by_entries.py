# verdict: check-2-3-layers=5 check-2-3-none=2 check-2-3-all=3 check-2-3-kinds=3


def rank_one_sum(U, s, Vt, r):
    rows, columns = len(U), len(Vt[0])
    return [
        [sum((U[a][i] * s[i] * Vt[i][b] for i in range(r)), 0.0) for b in range(columns)]
        for a in range(rows)
    ]
