#!/usr/bin/env python3
"""DeepONet against DeepXDE, side by side: seconds of a training step on the antiderivative's 10,000 triples.

    python3 -m venv /somewhere/peers && /somewhere/peers/bin/pip install torch==2.13.0 deepxde==1.15.0 h5py \\
        --extra-index-url https://download.pytorch.org/whl/cpu
    /somewhere/peers/bin/python Benchmarks/deeponet.py [--rounds N] [--threads 2] [--epochs 2000]

Both sides have the published network (100 sensors, branch 40-40, trunk 40-40, relu, 7,401 parameters), the same data of
our generator, all samples in each step, mean squared error and Adam at 1e-3. Ours is a whole stage of `ansatz run`, with its
checkpoints; DeepXDE's time is that of `Model.train`. Sides run in turn; medians over the rounds.

Build first: ./ansatz --version. Means something only where nothing else is running.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import tempfile
import time

os.environ["DDE_BACKEND"] = "pytorch"
import deepxde
import h5py
import numpy
import torch

top = pathlib.Path(__file__).resolve().parent.parent
parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--rounds", type=int, default=3)
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--epochs", type=int, default=2000)
arguments = parser.parse_args()
torch.set_num_threads(arguments.threads)

SCENARIO = """
name: deeponet-benchmark
seed: {seed}
stages:
  data:
    generate: antiderivative
    with: {{ aligned: false, samples: 11000, split: {{ train: 10000, test: 1000 }} }}
  model:
    train: deeponet
    on: data.train
    with:
      {{ branch: [40, 40], trunk: [40, 40], activation: relu, coordinates: y, epochs: {epochs}, batch: 10000,
        optimizer: adam, weight_decay: 0, schedule: constant, loss: mse, normalize: none, validation: 0 }}
  score: {{ evaluate: model, on: data.test, metrics: [mse] }}
"""


def ours(folder, seed):
    scenario = folder / "scenario.yaml"
    scenario.write_text(SCENARIO.format(seed=seed, epochs=arguments.epochs))
    run = folder / f"run{seed}"
    subprocess.run(
        [top / ".build/release/ansatz", "run", scenario, "--output", run, "--threads", str(arguments.threads)],
        check=True, capture_output=True)
    summary = json.loads((run / "summary.json").read_text())
    return run, summary["stages"]["model"]["seconds"] / arguments.epochs


def theirs(run):
    with h5py.File(run / "stages/data/result.h5") as file:
        v, y, s = (file[name][:].astype(numpy.float32) for name in "vys")
    y, s = y.reshape(len(y), 1), s.reshape(len(s), 1)
    data = deepxde.data.Triple((v[:10000], y[:10000]), s[:10000], (v[10000:], y[10000:]), s[10000:])
    net = deepxde.nn.DeepONet([100, 40, 40], [1, 40, 40], "relu", "Glorot normal")
    model = deepxde.Model(data, net)
    model.compile("adam", lr=1e-3)
    model.train(iterations=20, display_every=1000)
    start = time.perf_counter()
    model.train(iterations=arguments.epochs, display_every=10**9)
    return (time.perf_counter() - start) / arguments.epochs


with tempfile.TemporaryDirectory() as folder:
    pairs = []
    for round in range(arguments.rounds):
        run, own = ours(pathlib.Path(folder), round + 1)
        pairs.append((own, theirs(run)))
    own, other = (statistics.median(column) for column in zip(*pairs))
    print(f"a step: ansatz {own * 1e3:.2f} ms, deepxde {other * 1e3:.2f} ms, ratio {other / own:.1f}")
