"""Solvers on sparse matrices against pyamg, side by side.

    python Benchmarks/sparse_solvers.py [ROUNDS] [CASE ...]

needs numpy, scipy and pyamg 5. Matrices are pyamg's gallery and examples; both sides solve A x = b from zero to a relative
residual of 1e-8, with random b, on one thread. Each round runs our side (the plugins' libraries, opened by
Benchmarks/SparseSolvers), then pyamg's; the table shows medians over the rounds, each the best of three in a row, after
one warm-up. `set-up and solve` starts from the matrix in compressed rows. Sweeps: seconds of one forward Gauss-Seidel
sweep.
"""

import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time
import warnings

# Threads that OpenBLAS would start only spin, on both sides.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np
import pyamg
import scipy.io
import scipy.sparse as sp
from pyamg.gallery import linear_elasticity, load_example, poisson, stencil_grid
from pyamg.gallery.diffusion import diffusion_stencil_2d
from pyamg.relaxation.relaxation import gauss_seidel

warnings.filterwarnings("ignore")
top = pathlib.Path(__file__).resolve().parent.parent
rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
chosen = sys.argv[2:]


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

executable = top / "Benchmarks/.build/release/SparseSolvers"
if not executable.exists():
    subprocess.run(
        ["swift", "build", "-c", "release", "--package-path", "Benchmarks", "--product", "SparseSolvers"], check=True,
        cwd=top)
folder = next(path.parent for path in sorted(top.glob(".build/**/release/libSparse.so")))
libraries = f"{folder}/libSparse.so:{folder}/libRelaxation.so"


def ours(file, *words, kind="symmetric_positive_definite", repetitions=4):
    """Best set-up and solve, best solve alone, iterations."""
    environment = os.environ | {"ANSATZ_CLASS": kind}
    text = subprocess.run(
        [executable, libraries, file, str(repetitions), *words], capture_output=True, text=True, env=environment)
    lines = [line.split() for line in text.stdout.splitlines() if not line.startswith("read")]
    if text.returncode or not lines:
        return None
    times = [(float(a), float(b), int(c)) for a, b, c in lines][1:]
    return min(t[0] for t in times), min(t[1] for t in times), times[0][2]


def theirs(matrix, b, accelerate, block, repetitions=4):
    best = [np.inf, np.inf, 0]
    for repetition in range(repetitions):
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
        if repetition > 0:
            best = [min(best[0], end - start), min(best[1], end - middle), len(residuals) - 1]
    best.append(np.linalg.norm(b - matrix @ x) / np.linalg.norm(b))
    return best


def shown(seconds):
    return f"{seconds * 1e3:9.2f} ms"


def median(values):
    return statistics.median(values)


with tempfile.TemporaryDirectory() as scratch:
    scratch = pathlib.Path(scratch)
    print(f"{'sweep':22} {'ours':>12} {'pyamg':>12} {'ratio':>6}")
    for name, make in SWEEPS.items():
        if chosen and name not in chosen:
            continue
        matrix = make().tocsr()
        file = scratch / "matrix.mtx"
        scipy.io.mmwrite(file, matrix, symmetry="symmetric")
        b, sweeps, mine, other = np.random.default_rng(0).normal(size=matrix.shape[0]), 40, [], []
        for _ in range(rounds):
            # The residual before the first sweep, after it, and at the end are in our time.
            result = ours(file, "gauss_seidel", f"max_iterations={sweeps}", "tolerance=1e-300")
            mine.append(result[1] / sweeps)
            x, times = np.zeros_like(b), []
            for _ in range(4):
                start = time.perf_counter()
                gauss_seidel(matrix, x, b, iterations=sweeps, sweep="forward")
                times.append((time.perf_counter() - start) / sweeps)
            other.append(min(times[1:]))
        print(f"{name:22} {shown(median(mine))} {shown(median(other))} {median(other) / median(mine):6.2f}")
    print(f"\n{'set-up and solve':22} {'':6} {'ours':>12} {'(solve)':>12} {'its':>4} {'pyamg':>12} {'(solve)':>12} "
          f"{'its':>4} {'ratio':>6}")
    for name, (make, extra) in CASES.items():
        if chosen and name not in chosen:
            continue
        matrix = make().tocsr()
        matrix.eliminate_zeros()
        file = scratch / "matrix.mtx"
        isSymmetric = name != "recirc_flow"
        scipy.io.mmwrite(file, matrix, symmetry="symmetric" if isSymmetric else "general", precision=17)
        b = np.random.default_rng(0).normal(size=matrix.shape[0])
        if extra.get("class", "").endswith("semidefinite"):
            b -= b.mean()
        block, kind = extra.get("block", 1), extra.get("class", "symmetric_positive_definite")
        accelerated = "cg" if isSymmetric else "gmres"
        for label, accelerate in (("alone", None), (accelerated, accelerated)):
            words = ["amg", "max_iterations=500"] if accelerate is None else [accelerated, "preconditioner=amg"]
            words += [("" if accelerate is None else "preconditioner.") + f"block={block}"]
            mine, other = [], []
            for _ in range(rounds):
                result = ours(file, *words, kind=kind)
                if result is None:
                    break
                mine.append(result)
                other.append(theirs(matrix, b, accelerate, block))
            if not mine:
                print(f"{name:22} {label:6} not solved by us")
                continue
            a, c = [median(m[k] for m in mine) for k in (0, 1)], [median(t[k] for t in other) for k in (0, 1)]
            print(
                f"{name:22} {label:6} {shown(a[0])} {shown(a[1])} {mine[0][2]:4} {shown(c[0])} {shown(c[1])} "
                f"{other[0][2]:4} {c[0] / a[0]:6.2f}  pyamg's residual {other[0][3]:.1e}", flush=True)
