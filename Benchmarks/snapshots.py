#!/usr/bin/env python3
"""Writes many snapshots of a 256 x 256 heat field and says what that took: snapshots.py [--snapshots N] [--limit MB].

Memory must not grow with the number of snapshots. Needs about 1.1 MB of disk for each in the worst case, in a
temporary folder (--folder) that is removed afterwards.
"""
import os
import resource
import sys
import tempfile

import peers

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

parser = peers.parser(__doc__, rounds=None)
parser.add_argument("--snapshots", type=int, default=10_000)
parser.add_argument("--compression", type=int, default=1)
parser.add_argument("--limit", type=float, default=300, help="peak memory in MB that is accepted")
parser.add_argument("--folder", default=None, help="where to write; default: the system's temporary folder")
options = parser.parse_args()
scenario = SCENARIO.format(snapshots=options.snapshots, compression=options.compression)

with tempfile.TemporaryDirectory(dir=options.folder) as folder:
    stages = {}
    seconds = peers.seconds(lambda: stages.update(peers.run(scenario, folder, options.command)))[0]
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    metrics = stages["run"]["metrics"]
    size = os.path.getsize(f"{folder}/out/stages/run/result.h5")

peak = usage.ru_maxrss * 1024 / 1e6
print(f"{options.snapshots} snapshots: {seconds:.1f} s ({usage.ru_utime:.1f} s user, {usage.ru_stime:.1f} s system), "
      f"peak {peak:.0f} MB, file {size / 1e6:.0f} MB, {metrics['total_iterations'] / options.snapshots:.2f} iterations a step")
sys.exit(0 if peak <= options.limit else f"peak memory is over {options.limit:.0f} MB")
