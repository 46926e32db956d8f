#!/usr/bin/env python3
"""Writes many snapshots of a 256 x 256 heat field and says what that took: snapshots.py [--snapshots N] [--limit MB].

Memory must not grow with the number of snapshots. Needs about 1.1 MB of disk for each in the worst case, in a
temporary folder (--folder) that is removed afterwards.
"""
import argparse
import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

SCENARIO = """
name: snapshots
stages:
  run:
    integrate: heat
    with:
      cells: [257, 257]
      dt: 1e-8
      steps: {snapshots}
      diffusivity: 1
      initial: sin(pi*x)*sin(pi*y) + 0.1*sin(7*pi*x)*sin(5*pi*y)
      forcing: x*y
    using: {{ integrator: crank_nicolson, solver: {{ cg: {{ tolerance: 1e-7 }} }} }}
    output: {{ fields: [T], every: 1 step, compression: {compression} }}
"""

repository = pathlib.Path(__file__).resolve().parent.parent
parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--snapshots", type=int, default=10_000)
parser.add_argument("--compression", type=int, default=1)
parser.add_argument("--limit", type=float, default=300, help="peak memory in MB that is accepted")
parser.add_argument("--command", default=repository / "ansatz", help="the launcher, which becomes the command")
parser.add_argument("--folder", default=None, help="where to write; default: the system's temporary folder")
options = parser.parse_args()

with tempfile.TemporaryDirectory(dir=options.folder) as folder:
    scenario = pathlib.Path(folder) / "scenario.yaml"
    scenario.write_text(SCENARIO.format(**vars(options)))
    start = time.monotonic()
    subprocess.run([options.command, "run", scenario, "-o", f"{folder}/out"], check=True, stdout=subprocess.DEVNULL)
    seconds = time.monotonic() - start
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    metrics = json.loads(pathlib.Path(f"{folder}/out/summary.json").read_text())["stages"]["run"]["metrics"]
    size = os.path.getsize(f"{folder}/out/stages/run/result.h5")

peak = usage.ru_maxrss * 1024 / 1e6
print(f"{options.snapshots} snapshots: {seconds:.1f} s ({usage.ru_utime:.1f} s user, {usage.ru_stime:.1f} s system), "
      f"peak {peak:.0f} MB, file {size / 1e6:.0f} MB, {metrics['total_iterations'] / options.snapshots:.2f} iterations a step")
sys.exit(0 if peak <= options.limit else f"peak memory is over {options.limit:.0f} MB")
