#!/usr/bin/env python3
"""Solvers on grids against pyamg, side by side, and how they grow.

    python3 -m venv /somewhere/peers && /somewhere/peers/bin/pip install pyamg==5.4.1
    /somewhere/peers/bin/python Benchmarks/linear_solvers.py [--rounds N] [--threads 1,2] MODE ...

    sweeps     red-black over-relaxation against pyamg's `sor`, cells a second; and the share of memory's bandwidth
    poisson    Poisson's equation, random right-hand side, to 1e-8, set-up included: `cg` with multigrid against the best
               of pyamg
    scaling    multigrid: iterations to 1e-8 and microseconds an unknown, from 64^2 to 2048^2 and 32^3 to 128^3
    darcy      iterations at contrast 1e4, samples 0 to 4, four sizes
    generate   1,100 Darcy samples on 85^2 points through `ansatz run`, wall seconds

Build first: ./ansatz --version, and swift build -c release --package-path Benchmarks --product LinearSolvers. Sides run in
turn, N rounds (5) after one that doesn't count; medians. Our side is the plugins' own libraries, opened by
Benchmarks/LinearSolvers; pyamg runs in this process, on one thread, as it does. Means something only where nothing else is
running.
"""

import tempfile
import warnings
from statistics import median

import peers
from peers import head, row, title

warnings.filterwarnings("ignore")
parser = peers.parser(__doc__)
parser.add_argument("modes", nargs="+", choices=["sweeps", "poisson", "scaling", "darcy", "generate"])
parser.add_argument("--threads", type=lambda text: [int(number) for number in text.split(",")], default=[1, 2])
arguments = parser.parse_args()
most = max(arguments.threads)
MULTIGRID = {"cg": {"tolerance": 1e-8, "preconditioner": "multigrid"}}


def ours(**request):
    return peers.ours("LinearSolvers", ["Relaxation", "Diffusion", "Multigrid"], **request)


def shape(grid):
    return f"{grid[0]}^{len(grid)}" if len(set(grid)) == 1 else " x ".join(map(str, grid))


def sweeps():
    import numpy as np
    from pyamg.gallery import poisson as laplacian
    from pyamg.relaxation.relaxation import sor

    title("Red-black sweeps with residual norms (pyamg: natural order, none); million cells a second. Bandwidth: of "
          "y <- y + s x on as much memory as x and b take, and the share that each sweep reading all and writing x once would be of it; "
          "above 1 where several sweeps share one traversal")
    head("grid", "threads", "coefficients", "ours", "pyamg sor", "ratio", "GB/s", "share")
    for grid in [512, 512], [1024, 1024], [2048, 2048], [64, 64, 64], [128, 128, 128]:
        cells = int(np.prod(grid))
        count = max(8, int(4e8 / cells))
        settings = [(threads, kind) for kind in ("constant", "varying") for threads in arguments.threads]
        matrix = laplacian(tuple(grid), format="csr")
        b = np.random.default_rng(0).normal(size=cells)
        x, few = np.zeros(cells), max(2, int(2e7 / cells))

        def mine(threads, kind):
            answer = ours(do="sweeps", grid=grid, coefficients=kind, sweeps=count, threads=threads, repeats=3)
            return median(answer["seconds"][1:])

        found = peers.in_turn(
            arguments.rounds, lambda: {setting: [mine(*setting)] for setting in settings},
            lambda: {"pyamg": [median(peers.warm_seconds(lambda: sor(matrix, x, b, 1.9, iterations=few), 2))]})
        for threads, kind in settings:
            # x and b; with varying coefficients the diagonal and a face along each axis, too.
            numbers = cells * (2 if kind == "constant" else 3 + len(grid))
            width = ours(do="bandwidth", numbers=numbers, threads=threads, repeats=6)
            width = median(width["rates"][1:])
            rate, peer = cells * count / found[threads, kind], cells * few / found["pyamg"]
            traffic = 8 * (numbers / cells + 1)
            row(shape(grid), threads, kind, round(rate / 1e6), round(peer / 1e6), f"{rate / peer:.1f}",
                f"{width / 1e9:.0f}", f"{traffic * rate / width:.2f}")


def poisson():
    import numpy as np
    import pyamg
    from pyamg.gallery import poisson as laplacian

    title(f"Poisson, relative residual 1e-8, seconds with set-up; ours on {most} threads, the last column on one")
    head("grid", "cg + multigrid", "iterations", "residual", "best of pyamg", "its seconds", "ratio", "ours, 1 thread",
         "ratio")
    makers = {"smoothed aggregation": pyamg.smoothed_aggregation_solver, "Ruge-Stuben": pyamg.ruge_stuben_solver}
    for grid in [1000, 1000], [64, 64, 64]:
        matrix = laplacian(tuple(grid), format="csr")
        b = np.random.default_rng(0).normal(size=matrix.shape[0])
        answer = {}

        def mine(threads):
            answer.update(ours(do="solve", grid=grid, solver=MULTIGRID, threads=threads, repeats=3))
            return answer["seconds"][1:]

        def theirs():
            times = {}
            for name, make in makers.items():
                for accelerate in "cg", None:
                    seconds = peers.seconds(lambda: solve(make, accelerate))
                    residual = np.linalg.norm(b - matrix @ solution[0]) / np.linalg.norm(b)
                    if residual <= 1.001e-8:
                        times[name + (" + cg" if accelerate else "")] = seconds
            return times

        def solve(make, accelerate):
            solution[:] = [make(matrix).solve(b, tol=1e-8, accel=accelerate, maxiter=200)]

        solution = []
        found = peers.in_turn(
            arguments.rounds, lambda: {"single": mine(1), "ours": mine(most)}, theirs, warm_up=1)
        single, own = found.pop("single"), found.pop("ours")
        best = min(found, key=found.get)
        row(
            shape(grid), f"{own:.3f}", answer["iterations"], f"{answer['residual']:.1e}", best, f"{found[best]:.3f}",
            f"{found[best] / own:.1f}", f"{single:.3f}", f"{found[best] / single:.1f}")
        print("  pyamg: " + ", ".join(f"{name} {seconds:.3f}" for name, seconds in found.items()))


def scaling():
    title(f"Multigrid on Poisson's equation, 1e-8, random right-hand side, {most} threads")
    head("grid", "unknowns", "multigrid iterations", "seconds", "us an unknown", "cg + multigrid iterations", "seconds",
         "us an unknown")
    grids = [[n, n] for n in (64, 85, 101, 128, 256, 421, 512, 1024, 2048)] + [[n] * 3 for n in (32, 64, 85, 128)]
    for grid in grids:
        cells = [shape(grid)]
        for solver in {"multigrid": {"tolerance": 1e-8}}, MULTIGRID:
            result = ours(do="solve", grid=grid, solver=solver, threads=most, repeats=4)
            seconds = median(result["seconds"][1:])
            if len(cells) == 1:
                cells.append(f"{result['unknowns']:,}")
            cells += [result["iterations"], f"{seconds:.4f}", f"{1e6 * seconds / result['unknowns']:.3f}"]
        row(*cells)


def darcy():
    title(f"Darcy flow at contrast 1e4, 1e-8; iterations for samples 0 to 4, and the median of seconds, {most} threads")
    head("cells", "multigrid", "seconds", "cg + multigrid", "seconds")
    for count in 64, 128, 256, 512:
        cells = [f"{count}^2"]
        for solver in {"multigrid": {"tolerance": 1e-8}}, MULTIGRID:
            results = [
                ours(do="solve", problem={"darcy": {"cells": [count, count], "contrast": 1e4, "sample": sample}},
                     solver=solver, threads=most, repeats=2) for sample in range(5)]
            cells.append(", ".join(str(result["iterations"]) for result in results))
            cells.append(f"{median([result['seconds'][-1] for result in results]):.4f}")
        row(*cells)


def generate():
    scenario = """
name: darcy-data
stages:
  samples:
    generate: darcy
    with: { points: [85, 85], samples: 1100, split: { train: 1000, test: 100 } }
"""
    title(f"1,100 Darcy samples on 85^2 points through the command, {most} threads")
    times = []
    for _ in range(max(1, min(arguments.rounds, 3))):
        with tempfile.TemporaryDirectory() as scratch:
            times += peers.seconds(lambda: peers.run(scenario, scratch, arguments.command, "--threads", str(most)))
    print("seconds: " + ", ".join(f"{seconds:.1f}" for seconds in times))


for mode in arguments.modes:
    {"sweeps": sweeps, "poisson": poisson, "scaling": scaling, "darcy": darcy, "generate": generate}[mode]()
