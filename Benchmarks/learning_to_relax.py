#!/usr/bin/env python3
"""The experiments of Learning to Relax: totals, the start of learning, seconds.

    python3 Benchmarks/learning_to_relax.py heat 25 50 100   totals of all policies, five seeds, by cells along a side
    python3 Benchmarks/learning_to_relax.py sor              the same for the sequences of shifted Laplacians
    python3 Benchmarks/learning_to_relax.py seconds 50 100   seconds of the main policies, medians of eleven runs
    python3 Benchmarks/learning_to_relax.py large            159,201 unknowns: totals and seconds, one run each

`seconds` and `large` mean something only where nothing else is running.
"""
import pathlib
import statistics
import sys
import tempfile

import h5py

import peers

GRID = [round(1 + 0.05 * index, 2) for index in range(20)]
HEAT = """
    integrate: heat
    with: {{ cells: [{cells}, {cells}], dt: 1e-3, steps: 5000, context_range: [0, 10] }}
    using: {{ integrator: crank_nicolson }}
    output: {{ compression: 0 }}
"""
SOR = """
    solve: shifted_laplacian
    with: {{ instances: 5000, beta: {beta} }}
"""


def run(problem, methods, folder, seed=0):
    """Runs methods, each a name and its solver; gives for each the metrics, seconds and iterations of each step."""
    lines = [f"name: bench\nseed: {seed}\nstages:\n  run:{problem}    methods:"]
    lines += [f"      {name}: {{ solver: {solver} }}" for name, solver in methods.items()]
    summary = peers.run("\n".join(lines) + "\n", folder)["run"]["methods"]
    for name, method in summary.items():
        with h5py.File(folder / "out/stages/run" / name / "result.h5") as file:
            method["steps"] = file["step_iterations"][()]
    return summary


def solver(name, tuner):
    return f"{{ {name}: {{ omega: {{ tune: {tuner} }} }} }}"


def totals(problem, name, bins, reference):
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        fixed = {f"w{index}": f"{{ {name}: {{ omega: {omega} }} }}" for index, omega in enumerate(GRID)}
        once = {"cg": "cg"} if name != "sor" else {}
        once["young"] = solver(name, "young")
        if name != "sor":
            once["young_ssor"] = solver(name, "{ young: { formula: ssor } }")
        once["oracle"] = solver(name, "{ instance_oracle: { search: grid } }")
        once["golden"] = solver(name, "instance_oracle")
        tuners = {
            "tsallis_inf": "tsallis_inf", "tsallis_weighted": "{ tsallis_inf: { estimator: importance_weighted } }",
            "tsallis_inf_binned": f"{{ tsallis_inf_binned: {{ bins: {bins} }} }}",
            "chebcb": "chebcb", "surface": "surface",
        }
        learned = {key: solver(name, tuner) for key, tuner in tuners.items()}
        # Instances of a sequence follow from the seed, so there everything is done for every seed.
        runs = [
            run(problem, {**(fixed | once if seed == 1 or name == "sor" else {}), **learned}, folder / str(seed), seed)
            for seed in range(1, 6)
        ]
    def total(result, key):
        return result[key]["metrics"]["total_iterations"]
    for key in [*fixed, *once, *learned]:
        values = [total(result, key) for result in runs if key in result]
        label = f"omega {GRID[int(key[1:])]}" if key in fixed else key
        over = statistics.mean(v / total(r if "oracle" in r else runs[0], "oracle") for v, r in zip(values, runs)) - 1
        spread = f" +- {statistics.stdev(values):,.0f}" if len(values) > 1 else ""
        published = f"  reference {reference[label]:,}" if label in reference else ""
        print(f"  {label:20} {statistics.mean(values):12,.0f}{spread}  {100 * over:+.1f} % over the oracle{published}")
    if name != "sor":
        best = min(fixed, key=lambda key: total(runs[0], key))
        first = runs[0][best]["steps"].cumsum()
        for result in runs:
            own = result["surface"]["steps"].cumsum()
            # The first step from which the surface's total stays below.
            behind = (own >= first).nonzero()[0]
            ahead = behind[-1] + 2 if len(behind) else 1
            print(
                f"  surface at step 300: {own[299]:.0f}, best fixed omega {GRID[int(best[1:])]}: {first[299]:.0f}; "
                f"below for good from step {ahead}")


def seconds(cells, fixed, repeats):
    methods = {"cg": "cg", "surface": solver("ssor_cg", "surface"), "chebcb": solver("ssor_cg", "chebcb")}
    for omega in fixed:
        methods[f"omega_{omega}".replace(".", "_")] = f"{{ ssor_cg: {{ omega: {omega} }} }}"
    times = {name: [] for name in methods}
    with tempfile.TemporaryDirectory() as folder:
        for repeat in range(repeats + (1 if repeats > 1 else 0)):
            result = run(HEAT.format(cells=cells), methods, pathlib.Path(folder) / str(repeat), seed=1)
            for name in methods:
                if repeat > 0 or repeats == 1:
                    times[name].append(result[name]["seconds"])
    for name, values in times.items():
        print(
            f"  {name:12} {result[name]['metrics']['total_iterations']:10,.0f} iterations  {statistics.median(values):8.3f} s"
            f"  ({min(values):.3f} to {max(values):.3f})")
    for name in list(methods)[3:]:
        ratios = [own / other for own, other in zip(times["surface"], times[name])]
        print(
            f"  surface / {name}: {statistics.median(ratios):.3f} in the median of pairs, faster in "
            f"{sum(ratio < 1 for ratio in ratios)} of {len(ratios)}")


REFERENCE = {
    25: {"cg": 85422, "omega 1.0": 32800, "omega 1.3": 29802, "omega 1.5": 32296, "omega 1.75": 44898, "omega 1.95": 63050,
         "omega 1.4": 29320, "oracle": 24120},
    50: {"cg": 164441, "omega 1.0": 60725, "omega 1.3": 49743, "omega 1.5": 43952, "omega 1.75": 50776, "omega 1.95": 89195,
         "omega 1.6": 42770, "oracle": 34490},
    100: {"cg": 325008, "omega 1.0": 117568, "omega 1.3": 90518, "omega 1.5": 77269, "omega 1.75": 63834,
          "omega 1.95": 112686, "oracle": 49450},
    "high": {"omega 1.0": 3005405, "omega 1.2": 1993240, "omega 1.4": 1261891, "omega 1.5": 974808, "omega 1.6": 743823,
             "omega 1.7": 572793, "omega 1.8": 514286, "young": 278696, "chebcb": 332088, "tsallis_inf": 575271,
             "tsallis_inf_binned": 482041},
    "low": {"omega 1.0": 1352388, "omega 1.2": 889855, "omega 1.4": 549438, "omega 1.5": 408289, "omega 1.6": 315788,
            "omega 1.7": 306361, "omega 1.8": 429646, "young": 208578, "chebcb": 234846, "tsallis_inf": 329028,
            "tsallis_inf_binned": 302284},
}
BEST_FIXED = {25: 1.4, 50: 1.6, 100: 1.75}

match sys.argv[1:]:
    case ["heat", *sizes]:
        for cells in map(int, sizes or ["25"]):
            print(f"heat, {(cells - 1) ** 2} unknowns, iterations in 5000 steps, mean and deviation of seeds 1 to 5:")
            totals(HEAT.format(cells=cells), "ssor_cg", 6, REFERENCE.get(cells, {}))
    case ["sor"]:
        for law, beta in ("high", "[1/2, 3/2]"), ("low", "[2, 6]"):
            print(f"SOR, {law} variance, sweeps in 5000 instances, mean and deviation of seeds 1 to 5:")
            totals(SOR.format(beta=beta), "sor", 5, REFERENCE[law])
    case ["seconds", *sizes]:
        for cells in map(int, sizes or ["50"]):
            print(f"heat, {(cells - 1) ** 2} unknowns, 5000 steps, medians of eleven runs:")
            seconds(cells, [1.0, BEST_FIXED.get(cells, 1.75)], 11)
    case ["large"]:
        print("heat, 159201 unknowns, 5000 steps, one run:")
        seconds(400, [1.0, 1.85, 1.9, 1.95], 1)
    case _:
        sys.exit(__doc__)
