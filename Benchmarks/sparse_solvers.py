"""Solvers on sparse matrices against pyamg, side by side.

    python Benchmarks/sparse_solvers.py [CASE ...] [--rounds N]

needs numpy, scipy and pyamg 5. Matrices are pyamg's gallery and examples; both sides solve A x = b from zero to a relative
residual of 1e-8, with random b, on one thread. Each round runs our side (the plugins' libraries, opened by
Benchmarks/SparseSolvers), then pyamg's; the table shows medians over the rounds, each the best of three in a row, after
one warm-up. `set-up and solve` starts from the matrix in compressed rows. Sweeps: seconds of one forward Gauss-Seidel
sweep.

Build first: ./ansatz --version, and swift build -c release --package-path Benchmarks --product SparseSolvers.
"""

import pathlib
import tempfile
import time
import warnings

import peers  # Before numpy, whose threads it sets.

import numpy as np
import pyamg
import scipy.io
import scipy.sparse as sp
from pyamg.gallery import linear_elasticity, load_example, poisson, stencil_grid
from pyamg.gallery.diffusion import diffusion_stencil_2d
from pyamg.relaxation.relaxation import gauss_seidel

warnings.filterwarnings("ignore")
parser = peers.parser(__doc__)
parser.add_argument("cases", nargs="*", metavar="CASE")
arguments = parser.parse_args()


def rotated(kind):
    return stencil_grid(diffusion_stencil_2d(epsilon=0.01, theta=np.pi / 6, type=kind), (300, 300)).tocsr()


def example(name):
    matrix = load_example(name)["A"].tocsr()
    return matrix if name == "recirc_flow" else ((matrix + matrix.T) / 2).tocsr()


CASES = {
    "poisson 500^2": (lambda: poisson((500, 500)), {}),
    "poisson 40^3": (lambda: poisson((40, 40, 40)), {}),
    "rotated FE 300^2": (lambda: rotated("FE"), {}),
    "rotated FD 300^2": (lambda: rotated("FD"), {}),
    "elasticity 100^2": (lambda: linear_elasticity((100, 100))[0].tocsr(), {"block": 2}),
    "local_disc_galerkin": (lambda: example("local_disc_galerkin_diffusion"), {}),
    "bar": (lambda: example("bar"), {"block": 3}),
    "recirc_flow": (lambda: example("recirc_flow"), {"class": "general"}),
    "airfoil": (lambda: example("airfoil"), {}),
    "unit_square": (lambda: example("unit_square"), {"class": "symmetric_positive_semidefinite"}),
    "unit_cube": (lambda: example("unit_cube"), {}),
    "knot": (lambda: example("knot"), {}),
}
SWEEPS = {"poisson 512^2": lambda: poisson((512, 512)), "poisson 1000^2": lambda: poisson((1000, 1000))}


def ours(file, solver, kind="symmetric_positive_definite"):
    """Best set-up and solve, best solve alone, and iterations; or none."""
    answer = peers.ours(
        "SparseSolvers", ["Sparse", "Relaxation"], matrix=str(file), solver=solver, repeats=4, **{"class": kind})
    return min(answer["seconds"][1:]), min(answer["solve_seconds"][1:]), answer["iterations"]


def theirs(matrix, b, accelerate, block):
    """The same of pyamg, and its relative residual."""
    times = []
    for _ in range(4):
        start = time.perf_counter()
        if block > 1:
            near = np.kron(np.ones((matrix.shape[0] // block, 1)), np.eye(block))
            levels = pyamg.smoothed_aggregation_solver(matrix.tobsr((block, block)), B=near)
        else:
            levels = pyamg.smoothed_aggregation_solver(matrix)
        middle = time.perf_counter()
        residuals = []
        x = levels.solve(b, tol=1e-8, accel=accelerate, maxiter=500, residuals=residuals)
        end = time.perf_counter()
        times.append((end - start, end - middle))
    both, alone = (min(column[1:]) for column in zip(*times))
    return both, alone, len(residuals) - 1, np.linalg.norm(b - matrix @ x) / np.linalg.norm(b)


def shown(seconds):
    return f"{seconds * 1e3:.2f}"


def sweeps(file):
    """Seconds of one forward sweep. The residual before the first, after it, and at the end are in our time."""
    count = 40
    peers.title("One sweep, ms")
    peers.head("matrix", "ours", "pyamg", "ratio")
    for name, make in SWEEPS.items():
        if name not in wanted:
            continue
        matrix = make().tocsr()
        scipy.io.mmwrite(file, matrix, symmetry="symmetric")
        b, x = np.random.default_rng(0).normal(size=matrix.shape[0]), np.zeros(matrix.shape[0])
        found = peers.in_turn(
            arguments.rounds,
            lambda: {"ours": [ours(file, {"gauss_seidel": {"max_iterations": count, "tolerance": 1e-300}})[1]]},
            lambda: {"pyamg": [min(peers.warm_seconds(
                lambda: gauss_seidel(matrix, x, b, iterations=count, sweep="forward"), 3))]})
        mine, other = found["ours"] / count, found["pyamg"] / count
        peers.row(name, shown(mine), shown(other), f"{other / mine:.2f}")


def solves(file):
    """Seconds of set-up and solve, with and without a Krylov method around."""
    peers.title("Set-up and solve, ms")
    peers.head("matrix", "", "ours", "of which solve", "iterations", "pyamg", "of which solve", "iterations", "ratio",
               "pyamg's residual")
    for name, (make, extra) in CASES.items():
        if name not in wanted:
            continue
        matrix = make().tocsr()
        matrix.eliminate_zeros()
        isSymmetric = name != "recirc_flow"
        scipy.io.mmwrite(file, matrix, symmetry="symmetric" if isSymmetric else "general", precision=17)
        b = np.random.default_rng(0).normal(size=matrix.shape[0])
        if extra.get("class", "").endswith("semidefinite"):
            b -= b.mean()
        block, kind = extra.get("block", 1), extra.get("class", "symmetric_positive_definite")
        accelerated = "cg" if isSymmetric else "gmres"
        alone = {"amg": {"max_iterations": 500, "block": block}}
        inner = {accelerated: {"preconditioner": {"amg": {"block": block}}}}
        for label, accelerate, solver in ("alone", None, alone), (accelerated, accelerated, inner):
            counts = {}

            def side(name, solve):
                both, solving, *counts[name] = solve()
                return {name: [both], name + " solve": [solving]}

            found = peers.in_turn(
                arguments.rounds, lambda: side("ours", lambda: ours(file, solver, kind)),
                lambda: side("pyamg", lambda: theirs(matrix, b, accelerate, block)))
            cells = [[shown(found[key]), shown(found[key + " solve"]), counts[key][0]] for key in ("ours", "pyamg")]
            peers.row(name, label, *cells[0], *cells[1], f"{found['pyamg'] / found['ours']:.2f}",
                      f"{counts['pyamg'][1]:.1e}")


wanted = peers.chosen(parser, arguments.cases, SWEEPS | CASES)
with tempfile.TemporaryDirectory() as scratch:
    sweeps(pathlib.Path(scratch) / "matrix.mtx")
    solves(pathlib.Path(scratch) / "matrix.mtx")
