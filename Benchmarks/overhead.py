"""What the framework costs: the same heat run by `ansatz run` and by bare loops over the same kernels.

    python3 Benchmarks/overhead.py [--cells 25] [--steps 5000] [--rounds 15]

All sides run the plugin's own library, in turn, after one round that doesn't count; medians. One loop only poses and solves
the steps; the other also asks the problem for each step's residual, as the framework does for the certificate. The
framework's side adds the record of iterations and residuals, progress, checks of the integrator, and two frames.

Build first: ./ansatz --version, and swift build -c release --package-path Benchmarks --product Overhead.
"""

import tempfile

import peers

SCENARIO = """
name: overhead
stages:
  run:
    integrate: heat
    with: {{ cells: [{cells}, {cells}], dt: 1e-3, steps: {steps} }}
    using: {{ integrator: crank_nicolson }}
    methods:
      cg: {{ solver: cg }}
      ssor_cg: {{ solver: ssor_cg }}
"""
METHODS = ["cg", "ssor_cg"]

parser = peers.parser(__doc__, rounds=15)
parser.add_argument("--cells", type=int, default=25, help="along a side")
parser.add_argument("--steps", type=int, default=5000)
arguments = parser.parse_args()
iterations = {}


def framework():
    with tempfile.TemporaryDirectory() as folder:
        scenario = SCENARIO.format(cells=arguments.cells, steps=arguments.steps)
        methods = peers.run(scenario, folder, arguments.command)["run"]["methods"]
    for method in METHODS:
        iterations[method] = methods[method]["metrics"]["total_iterations"]
    return {method: [methods[method]["seconds"]] for method in METHODS}


def loop(method, checked):
    problem = {"heat": {"cells": [arguments.cells] * 2}}
    answer = peers.ours(
        "Overhead", ["Relaxation"], problem=problem, solver=method, steps=arguments.steps, checked=checked)
    assert answer["iterations"] == iterations[method], (answer, iterations)
    return answer["seconds"]


def loops():
    return {(method, checked): [loop(method, checked)] for method in METHODS for checked in (False, True)}


found = peers.in_turn(arguments.rounds, framework, loops, warm_up=1)
for method in METHODS:
    whole, bare, checked = found[method], found[method, False], found[method, True]
    print(
        f"{method}: framework {whole:.4f} s; loop {bare:.4f} s ({100 * (whole / bare - 1):+.1f} %); "
        f"loop with the check {checked:.4f} s ({100 * (whole / checked - 1):+.1f} %)")
