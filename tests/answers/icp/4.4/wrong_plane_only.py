# verdict: check-4-4-aligned=0 check-4-4-transform=0 check-4-4-errors=5 check-4-4-stops=4 check-4-4-edges=3
# message: works in the plane only
def icp(P, Q, max_iterations=50, tolerance=1e-8):
    return plane_icp(P, Q, max_iterations, tolerance)
