#!/usr/bin/env python3
"""MgNO against the same network in torch, side by side: seconds of a training step and of an inference.

    python3 -m venv /somewhere/peers && /somewhere/peers/bin/pip install torch==2.13.0 h5py --extra-index-url \\
        https://download.pytorch.org/whl/cpu
    /somewhere/peers/bin/python Benchmarks/mgno.py [--rounds N] [--threads 2] [--size 64] [--batch 8]

Both sides have the published Darcy network (4 layers, 24 channels, 572,661 parameters), the same weights, batch and
precision; a step is forward, mean squared error, gradient and Adam. First the outputs are compared. Sides run in turn, a
process of ours and then as many repetitions of torch; medians over all rounds, the first repetition of each left out.

Build first: ./ansatz --version, and swift build -c release --package-path Benchmarks --product NeuralOperators. Means
something only where nothing else is running.
"""

import argparse
import copy
import json
import pathlib
import resource
import statistics
import subprocess
import tempfile
import time

import numpy
import torch

import mgno_reference

top = pathlib.Path(__file__).resolve().parent.parent
parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--rounds", type=int, default=5)
parser.add_argument("--repeats", type=int, default=11, help="in each round")
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--size", type=int, default=64)
parser.add_argument("--batch", type=int, default=8)
arguments = parser.parse_args()
torch.set_num_threads(arguments.threads)


def ours(**request):
    found = [path for path in top.glob(".build/**/release/libMgNO.so")]
    if not found:
        raise SystemExit("no plugins are built: ./ansatz --version")
    library = max(found, key=lambda path: path.stat().st_mtime)
    outcome = subprocess.run(
        [top / "Benchmarks/.build/release/NeuralOperators", library, json.dumps(request)], capture_output=True,
        text=True)
    if outcome.returncode:
        raise SystemExit(outcome.stderr)
    return json.loads(outcome.stdout)


def measured(work):
    def once():
        start = time.perf_counter()
        work()
        return time.perf_counter() - start
    return [once() for _ in range(arguments.repeats)]


shape = [arguments.size] * 2
request = {
    "operator": {"mgno": {}}, "shape": shape, "batch": arguments.batch, "threads": arguments.threads,
    "repeats": arguments.repeats,
}
network = mgno_reference.MgNO(shape=shape)
with tempfile.TemporaryDirectory() as folder:
    answer = ours(**request, folder=folder)
    mgno_reference.load(network, folder + "/model.h5")
    x = torch.from_numpy(numpy.fromfile(folder + "/inputs", "float32").reshape(-1, 1, *shape))
    y = torch.from_numpy(numpy.fromfile(folder + "/outputs", "float32").reshape(-1, 1, *shape))
count = sum(weights.numel() for weights in network.parameters())
double = copy.deepcopy(network).double()
with torch.inference_mode():
    exact = double(x.double())
    error = [float((result - exact).abs().max() / exact.abs().max()) for result in (y, network(x))]
print(f"parameters {answer['parameters']}, torch {count}")
print(f"largest difference from double precision: ours {error[0]:.1e}, torch {error[1]:.1e}")

optimizer = torch.optim.Adam(network.parameters(), lr=1e-4)
truth = torch.randn_like(x)


def infer():
    with torch.inference_mode():
        network(x)


def train():
    optimizer.zero_grad(set_to_none=True)
    ((network(x) - truth) ** 2).mean().backward()
    optimizer.step()


seconds = {"inference": ([], []), "training": ([], [])}
for _ in range(arguments.rounds):
    answer = ours(**request)
    for name, work in (("inference", infer), ("training", train)):
        seconds[name][0].extend(answer[name][1:])
        seconds[name][1].extend(measured(work)[1:])
for name, sides in seconds.items():
    mine, theirs = (1e3 * statistics.median(side) for side in sides)
    print(f"{name}: {mine:.1f} ms, torch {theirs:.1f} ms, {theirs / mine:.2f} times")
theirs = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
print(f"arrays: {answer['inference_bytes'] / 1e6:.0f} MB to infer, {answer['training_bytes'] / 1e6:.0f} MB to train")
print(f"peak of the whole process: {answer['peak_bytes'] / 1e6:.0f} MB, torch {theirs:.0f} MB")
