"""The fast ICP: right motions, what it says when there is none, and the parts it is made of."""

from itertools import pairwise

import numpy as np
import pytest
from scipy.spatial import cKDTree
from scipy.spatial.transform import Rotation

from svdlab import datasets, registration
from svdlab.registration import estimate_normals, icp, nearest_rotation, rigid_fit
from svdlab.registration.levels import Movement, samples
from svdlab.registration.matching import Target, match
from svdlab.registration.neighbours import space_order
from svdlab.registration.rigid import Motion


def turn(degrees, axis=(1, 2, 3)):
    """Rotation (3, 3) that acts on the right of rows."""
    unit = np.asarray(axis) / np.linalg.norm(axis)
    return Rotation.from_rotvec(np.deg2rad(degrees) * unit).as_matrix().T


def angle(R, S):
    """Angle between two rotations, in degrees."""
    return np.rad2deg(2 * np.arcsin(min(1.0, np.linalg.norm(R - S) / np.sqrt(8))))


def bumps(n, seed, noise=0.0):
    """Points of a hilly ground that no motion maps to itself, (n, 3)."""
    rng = np.random.default_rng(seed)
    x, y = rng.uniform(-10, 10, (2, n))
    z = 1.5 * np.sin(0.5 * x + 0.2 * y) + np.cos(0.7 * y) + 0.8 * np.exp(-((x - 3) ** 2 + y**2) / 4)
    return np.column_stack([x, y, z]) + noise * rng.normal(size=(n, 3))


def moved_back(X, R, t):
    """Points that ``P @ R + t`` brings to X."""
    return (X - t) @ R.T


@pytest.fixture(scope="module")
def partial():
    """Two noisy samples of the ground; a quarter of P has no partner in Q."""
    R, t = turn(7), np.array([0.8, -0.5, 0.4])
    P, Q = bumps(8000, 1, 0.03), bumps(8000, 2, 0.03)
    P, Q = P[P[:, 0] > -9], Q[Q[:, 0] < 5]
    return moved_back(P, R, t), Q, R, t


# ------------------------------------------------------------------------------- closed forms


@pytest.mark.parametrize("d", [2, 3, 5])
def test_rigid_fit_finds_a_known_motion(d):
    rng = np.random.default_rng(d)
    R, t = nearest_rotation(rng.normal(size=(d, d))), rng.normal(size=d)
    P = rng.normal(size=(20, d)) + 1e3
    fit = rigid_fit(P, P @ R + t)
    np.testing.assert_allclose(fit.R, R, atol=1e-9)
    np.testing.assert_allclose(fit(P), P @ R + t, atol=1e-9)


def test_rigid_fit_never_reflects():
    P = np.random.default_rng(0).normal(size=(30, 3))
    fit = rigid_fit(P, P * [1, 1, -1])
    assert np.linalg.det(fit.R) == pytest.approx(1)
    best = Rotation.align_vectors(P * [1, 1, -1] - (P * [1, 1, -1]).mean(0), P - P.mean(0))[0]
    np.testing.assert_allclose(fit.R, best.as_matrix().T, atol=1e-9)


def test_rigid_fit_is_a_least_squares_fit():
    rng = np.random.default_rng(4)
    P, A = rng.normal(size=(2, 15, 3))
    fit = rigid_fit(P, A)
    best = np.sum((fit(P) - A) ** 2)
    for _ in range(50):
        R = fit.R @ turn(rng.normal(0, 2), rng.normal(size=3))
        assert np.sum((P @ R + fit.t + rng.normal(0, 0.01, 3) - A) ** 2) > best


@pytest.mark.parametrize(
    ("P", "A", "word"),
    [
        (np.ones((3, 3)), np.ones((4, 3)), "one shape"),
        (np.full((4, 2), np.nan), np.ones((4, 2)), "nan"),
        (np.outer(range(5), [1, 2, 3]), np.outer(range(5), [3, 2, 1]), "rotation open"),
        (np.random.default_rng(0).normal(size=(5, 3)), np.ones((5, 3)), "rotation open"),
    ],
)
def test_rigid_fit_says_what_it_cannot_do(P, A, word):
    with pytest.raises(ValueError, match=word):
        rigid_fit(P, A)


def test_motions_are_chained():
    first, second = Motion(turn(20), np.ones(3)), Motion(turn(-50, (1, 0, 0)), np.arange(3.0))
    P = bumps(5, 0)
    np.testing.assert_allclose(first.then(second)(P), second(first(P)), atol=1e-12)


# ------------------------------------------------------------------------------------- normals


def test_normals_of_a_sphere_point_along_its_radii():
    Q = np.random.default_rng(0).normal(size=(5000, 3))
    Q /= np.linalg.norm(Q, axis=1, keepdims=True)
    normals = estimate_normals(Q, neighbours=12)
    np.testing.assert_allclose(np.linalg.norm(normals, axis=1), 1, atol=1e-12)
    slant = np.abs(np.einsum("nd,nd->n", normals, Q))
    assert slant.min() > np.cos(np.deg2rad(5))


def test_normals_belong_to_the_rows_as_they_came():
    x = np.linspace(0, 6, 400)
    rows = np.random.default_rng(1).permutation(400)
    curve = np.column_stack([x, np.sin(x)])[rows]
    across = np.column_stack([-np.cos(x), np.ones(400)])[rows]
    across /= np.linalg.norm(across, axis=1, keepdims=True)
    slant = np.abs(np.einsum("nd,nd->n", estimate_normals(curve, neighbours=5), across))
    assert slant.min() > 0.999


@pytest.mark.parametrize("neighbours", [2, 51])
def test_normals_need_enough_neighbours_and_no_more_than_there_are(neighbours):
    with pytest.raises(ValueError, match="between 3"):
        estimate_normals(bumps(50, 0), neighbours=neighbours)


# ------------------------------------------------------------------------------------- matching


def test_space_order_is_a_permutation_that_shortens_the_way():
    X = bumps(4000, 3)
    order = space_order(X)
    assert sorted(order) == list(range(4000))

    def length(Y):
        return np.linalg.norm(np.diff(Y, axis=0), axis=1).sum()

    assert length(X[order]) < length(X) / 10
    assert sorted(space_order(np.ones((5, 3)))) == list(range(5))
    assert sorted(space_order(np.random.default_rng(0).normal(size=(9, 70)))) == list(range(9))


@pytest.mark.parametrize("reach", [1e-9, 0.3, np.inf])
@pytest.mark.parametrize("limit", [0.4, np.inf])
def test_a_guessed_reach_changes_no_match(reach, limit):
    X, Y = bumps(500, 1), bumps(700, 2)
    found = match(X, Target(Y, 0, 1), 300, reach, limit)
    distances, rows = cKDTree(Y).query(X)
    kept = np.argsort(distances)[:300]
    kept = np.sort(kept[distances[kept] <= limit])
    assert len(kept) > 0
    np.testing.assert_array_equal(found.points, X[kept])
    np.testing.assert_array_equal(found.partners, Y[rows[kept]])
    assert found.error == pytest.approx(np.sqrt(np.mean(distances[kept] ** 2)))


def test_movement_is_measured_between_motions():
    X = bumps(300, 5)
    a, b = Motion(turn(3), np.zeros(3)), Motion(turn(11), np.array([0.1, 0, -0.4]))
    lengths = np.linalg.norm(a(X) - b(X), axis=1)
    assert Movement(X).typical(a, b) == pytest.approx(np.sqrt(np.mean(lengths**2)))
    assert Movement(X).farthest(a, b) >= lengths.max()


def test_samples_grow_to_all_points():
    X = bumps(10_000, 0)
    sizes = [len(sample) for sample in samples(X, 100)]
    assert sizes[-1] == 10_000 and sizes[0] >= 100
    assert all(4 * a - 4 <= b <= 4 * a + 4 for a, b in pairwise(sizes))
    assert [len(sample) for sample in samples(X, 20_000)] == [10_000]


# ------------------------------------------------------------------------------------------ icp


@pytest.mark.parametrize("method", ["point", "plane"])
def test_the_same_points_are_laid_exactly_over_each_other(method):
    R, t = turn(5), np.array([0.3, -0.2, 0.1])
    Q = bumps(3000, 0)
    P = moved_back(Q, R, t)[::-1]
    found = icp(P, Q, method=method)
    assert found.converged and found.matched == 1
    np.testing.assert_allclose(found.apply(P), Q[::-1], atol=1e-9)
    np.testing.assert_allclose(P @ found.R + found.t, found.apply(P))


@pytest.mark.parametrize(("method", "limit"), [("point", 0.03), ("plane", 0.006)])
def test_partial_noisy_scans(partial, method, limit):
    P, Q, R, t = partial
    before = P.copy(), Q.copy()
    found = icp(P, Q, method=method, keep=0.65)
    assert found.converged and found.reason.startswith("At rest")
    assert np.sqrt(np.mean((found.apply(P) - (P @ R + t)) ** 2)) < limit
    np.testing.assert_allclose(found.R @ found.R.T, np.eye(3), atol=1e-12)
    assert np.linalg.det(found.R) == pytest.approx(1)
    assert len(found.errors) == len(found.points) == found.iterations
    assert found.error == found.errors[-1]
    assert found.matched == pytest.approx(0.65, abs=0.001)
    assert found.points[0] < found.points[-1] == len(P)
    np.testing.assert_array_equal(P, before[0])
    np.testing.assert_array_equal(Q, before[1])


def test_untrimmed_icp_is_dragged_by_points_without_a_partner(partial):
    P, Q, R, t = partial
    drag = [
        np.abs(icp(P, Q, method="plane", keep=keep).apply(P) - (P @ R + t)).max()
        for keep in (1, 0.65)
    ]
    assert drag[0] > 5 * drag[1]


def test_longest_distance_instead_of_a_share(partial):
    P, Q, R, t = partial
    found = icp(P, Q, method="plane", max_distance=1.0)
    assert np.abs(found.apply(P) - (P @ R + t)).max() < 0.1
    assert 0.6 < found.matched < 0.9


def test_the_point_error_never_rises_on_a_level(partial):
    P, Q, _, _ = partial
    for memory in (0, 5):
        found = icp(P, Q, keep=0.65, memory=memory)
        rises = (np.diff(found.errors) > 1e-12) & (np.diff(found.points) == 0)
        assert found.iterations > 10 and not rises.any()
        assert memory or not found.rejected


def test_acceleration_saves_iterations_and_ends_at_the_same_place(partial):
    P, Q, _, _ = partial
    runs = [
        icp(P, Q, keep=0.65, memory=memory, tolerance=1e-7, coarsest=10**6) for memory in (0, 5)
    ]
    searches = [run.iterations + run.rejected for run in runs]
    assert searches[1] < 0.75 * searches[0]
    assert angle(runs[0].R, runs[1].R) < 0.1


def test_one_level_of_plain_icp_is_the_lesson_s_loop():
    P, Q = bumps(400, 1), bumps(500, 2)
    P = moved_back(P, turn(4), np.array([0.2, 0.1, 0.0]))
    found = icp(P, Q, memory=0, coarsest=400, tolerance=1e-9)
    X, tree, errors = P, cKDTree(Q), []
    for _ in range(found.iterations):
        distances, rows = tree.query(X)
        errors.append(np.sqrt(np.mean(distances**2)))
        X = rigid_fit(X, Q[rows])(X)
    np.testing.assert_allclose(found.errors, errors, rtol=1e-9)
    np.testing.assert_allclose(found.apply(P), X, atol=1e-7)


def test_the_duck_of_lesson_4():
    scan = datasets.scan()
    truth = scan.P @ scan.R + scan.t
    for method, limit in [("point", 0.2), ("plane", 0.1)]:
        found = icp(scan.P, scan.Q, method=method, keep=0.7)
        assert found.converged
        assert np.sqrt(np.mean(np.sum((found.apply(scan.P) - truth) ** 2, axis=1))) < limit


@pytest.mark.parametrize("method", ["point", "plane"])
def test_curves_in_the_plane(method):
    x = np.linspace(0, 29, 600)
    Q = np.column_stack([x, 0.2 * x * np.sin(x / 2)])
    c, s = np.cos(0.3), np.sin(0.3)
    R, t = np.array([[c, s], [-s, c]]), np.array([-2.0, 1.0])
    P = moved_back(Q[20:-20:2], R, t)
    found = icp(P, Q, method=method, neighbours=5)
    np.testing.assert_allclose(found.apply(P), Q[20:-20:2], atol=1e-6)


def test_five_dimensions():
    rng = np.random.default_rng(0)
    Q = rng.normal(size=(400, 5))
    R = nearest_rotation(np.eye(5) + 0.05 * rng.normal(size=(5, 5)))
    P = moved_back(Q, R, 0.05 * np.ones(5))
    np.testing.assert_allclose(icp(P, Q).apply(P), Q, atol=1e-9)


def test_a_start_decides_where_it_ends():
    Q = bumps(3000, 0)
    R, t = turn(150, (0.1, 0, 1)), np.array([30.0, -20, 5])
    P = moved_back(Q, R, t)
    near = R @ turn(4), t + 0.2
    assert np.abs(icp(P, Q, start=near).apply(P) - Q).max() < 1e-6
    assert np.abs(icp(P, Q).apply(P) - Q).max() > 1


def test_units_and_a_far_origin_do_not_matter(partial):
    P, Q, _, _ = partial
    here = icp(P, Q, method="plane", keep=0.65)
    far = icp(1000 * P + [6e6, 4e5, 100], 1000 * Q + [6e6, 4e5, 100], method="plane", keep=0.65)
    assert angle(here.R, far.R) < 1e-3
    assert far.error == pytest.approx(1000 * here.error, rel=1e-3)


def test_lists_integers_and_single_precision_are_accepted(partial):
    P, Q, _, _ = partial
    single = icp(P.astype(np.float32), Q.astype(np.float32).tolist(), method="plane", keep=0.65)
    assert angle(single.R, icp(P, Q, method="plane", keep=0.65).R) < 1e-2
    grid = np.array([[0, 0], [5, 1], [2, 7], [9, 9]])
    np.testing.assert_allclose(icp(grid + 1, grid).t, [-1, -1], atol=1e-12)


def test_threads_change_nothing(partial):
    P, Q, _, _ = partial
    one, all_of_them = (icp(P, Q, keep=0.65, workers=workers) for workers in (1, -1))
    np.testing.assert_array_equal(one.R, all_of_them.R)
    np.testing.assert_array_equal(one.errors, all_of_them.errors)


# ------------------------------------------------------------------ what cannot be done, told


def test_no_overlap_is_a_result_that_says_so():
    P, Q = bumps(500, 1), bumps(500, 2) + 1000
    for method in ("point", "plane"):
        found = icp(P, Q, max_distance=1, method=method)
        assert not found.converged and found.matched == 0
        assert "only 0 of 500 points" in found.reason and "max_distance = 1," in found.reason
        np.testing.assert_allclose(found.R, np.eye(3), atol=1e-12)
        assert np.isfinite(found.t).all()


def test_too_few_iterations_are_told():
    P, Q = bumps(500, 1) + 0.5, bumps(500, 2)
    found = icp(P, Q, max_iterations=2)
    assert not found.converged and "max_iterations = 2" in found.reason
    assert found.iterations == 2


def test_matches_that_flip_for_ever_end_the_search():
    scan = datasets.scan()
    found = icp(scan.P, scan.Q, method="plane", keep=1, tolerance=0, max_iterations=10_000)
    assert not found.converged and "has not fallen" in found.reason
    assert found.iterations < 200


def test_a_flat_wall_lets_the_cloud_slide_but_not_fly():
    rng = np.random.default_rng(0)
    P, Q = (np.column_stack([*rng.uniform(-5, 5, (2, n)), np.zeros(n)]) for n in (400, 900))
    found = icp(P + [0.3, 0, 0.4], Q, method="plane")
    assert found.t[2] == pytest.approx(-0.4, abs=1e-9)
    assert np.abs(found.t[:2]).max() < 0.5 and angle(found.R, np.eye(3)) < 5


def test_a_cloud_that_slid_away_along_the_planes_is_not_at_rest():
    """Two parts of the duck, one turned by 180°: the steps end more than a metre from its 6 cm."""
    scan, rng = datasets.scan(), np.random.default_rng(0)
    duck = np.vstack([scan.Q, scan.P @ scan.R + scan.t])
    dozens = cKDTree(duck).query(duck, k=12)[1]

    def drawn(away, count=25_000):
        rows = rng.integers(len(dozens), size=count)
        mixes = rng.dirichlet(np.full(12, 0.3), size=count)
        points = np.einsum("nk,nkd->nd", mixes, duck[dozens[rows]])
        return points[points[:, away] < np.quantile(points[:, away], 0.8)]

    Q, in_place = drawn(0)[::10], drawn(2)[::10]
    P = (in_place - scan.t) @ scan.R.T
    found = icp(P @ np.diag([1.0, -1, -1]), Q, method="plane", keep=0.7)
    assert np.linalg.norm(found.apply(P @ np.diag([1.0, -1, -1])).mean(axis=0)) > 1000
    assert not found.converged
    assert "slid away" in found.reason
    assert icp(P, Q, method="plane", keep=0.7).converged


def test_everybody_s_partner_is_one_point_at_first():
    Q = bumps(300, 0) * 0.1
    P = Q + [50, 0, 0]
    assert np.isfinite(icp(P, Q).apply(P)).all()


GROUND = bumps(50, 0)
LINE = np.outer(np.arange(20.0), [1, 2, 3])


@pytest.mark.parametrize(
    ("P", "Q", "words"),
    [
        (GROUND[:2], GROUND, "P holds 2 points"),
        (GROUND, GROUND[:1], "Q holds 1 point:"),
        (np.empty((0, 3)), GROUND, "P holds 0 points"),
        (LINE, GROUND, "points of P all lie on one line"),
        (GROUND, np.ones((9, 3)), "points of Q all lie on one line or in one place"),
        (np.where(GROUND > 1.5, np.nan, GROUND), GROUND, "points of P hold nan or infinity"),
        (GROUND, np.where(GROUND > 1.5, np.inf, GROUND), "points of Q hold nan or infinity"),
        (GROUND, GROUND[:, :2], "P has points in 3 dimensions and Q in 2"),
        (GROUND.ravel(), GROUND, r"P must have shape \(n, d\)"),
        (GROUND[:, :1], GROUND[:, :1], "P must have shape"),
        (GROUND, [["a", "b"]], "Q must be an array of real numbers"),
        (GROUND * 1j, GROUND, "P must be an array of real numbers"),
        ([[1, 2], [3]], GROUND, "P must be an array of real numbers"),
        (GROUND * 1e200, GROUND, "beyond 1e\\+100"),
    ],
)
def test_bad_clouds_get_one_sentence(P, Q, words):
    with pytest.raises(ValueError, match=words) as caught:
        icp(P, Q)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ({"method": "line"}, "'point' or 'plane'"),
        ({"keep": 0}, "keep is a share"),
        ({"keep": 70}, "keep is a share"),
        ({"keep": np.nan}, "keep is a share"),
        ({"max_distance": -1}, "max_distance must be above 0"),
        ({"tolerance": -1e-6}, "tolerance is a share"),
        ({"max_iterations": 0}, "max_iterations must be 1"),
        ({"coarsest": 0}, "coarsest must be 1"),
        ({"memory": -1}, "memory must be 0"),
        ({"method": "plane", "neighbours": 2}, "neighbours must lie between 3"),
        ({"method": "plane", "neighbours": 51}, "number of points of Q, 50"),
        ({"start": (np.eye(2), np.zeros(2))}, "shapes"),
        ({"start": (2 * np.eye(3), np.zeros(3))}, "no rotation"),
        ({"start": (np.diag([1, 1, -1]), np.zeros(3))}, "no rotation"),
        ({"start": (np.eye(3), [0, 0, np.nan])}, "nan"),
        ({"start": 5}, "must be a pair"),
    ],
)
def test_bad_options_get_one_sentence(option, words):
    with pytest.raises(ValueError, match=words):
        icp(GROUND, GROUND, **option)


def test_everything_that_is_offered_exists():
    assert all(hasattr(registration, name) for name in registration.__all__)
