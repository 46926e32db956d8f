"""What the framework costs: the same heat run by `ansatz run` and by bare loops over the same kernels.

    python3 Benchmarks/overhead.py [CELLS] [STEPS] [REPEATS]

All sides run the plugin's own library, in turn, REPEATS times after one warm-up; medians. One loop only poses and solves
the steps; the other also asks the problem for each step's residual, as the framework does for the certificate. The
framework's side adds the record of iterations and residuals, progress, checks of the integrator, and two frames.
"""

import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

top = pathlib.Path(__file__).resolve().parent.parent
cells = int(sys.argv[1]) if len(sys.argv) > 1 else 25
steps = int(sys.argv[2]) if len(sys.argv) > 2 else 5000
repeats = int(sys.argv[3]) if len(sys.argv) > 3 else 15

SCENARIO = f"""
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


def output(*command):
    # As the command does for itself: threads that OpenBLAS would start only spin.
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1"}
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=top, env=environment).stdout


subprocess.run(["swift", "build", "-c", "release", "--package-path", "Benchmarks"], check=True, cwd=top, capture_output=True)
bare = top / "Benchmarks/.build/release/Overhead"
library = next(top.glob(".build/cpu-*/swift/release/libRelaxation.so"))
times = {"cg": ([], [], []), "ssor_cg": ([], [], [])}
with tempfile.TemporaryDirectory() as folder:
    folder = pathlib.Path(folder)
    (folder / "overhead.yaml").write_text(SCENARIO)
    for repeat in range(repeats + 1):
        subprocess.run(
            ["./ansatz", "run", str(folder / "overhead.yaml"), "--quiet", "--output", str(folder / f"run{repeat}")],
            check=True, cwd=top)
        summary = json.loads((folder / f"run{repeat}/summary.json").read_text())["stages"]["run"]["methods"]
        for method, sides in times.items():
            seconds = [summary[method]["seconds"]]
            for mode in [], ["checked"]:
                _, iterations, time = output(bare, library, method, str(cells), str(steps), *mode).split()
                assert int(iterations) == summary[method]["metrics"]["total_iterations"], (iterations, summary[method])
                seconds.append(float(time))
            if repeat > 0:
                for side, value in zip(sides, seconds):
                    side.append(value)
for method, sides in times.items():
    framework, loop, checked = (statistics.median(side) for side in sides)
    print(
        f"{method}: framework {framework:.4f} s; loop {loop:.4f} s ({100 * (framework / loop - 1):+.1f} %); "
        f"loop with the check {checked:.4f} s ({100 * (framework / checked - 1):+.1f} %)")
