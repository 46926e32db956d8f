#!/usr/bin/env python3
"""DeepONet against DeepXDE, side by side, on the antiderivative's 10,000 triples in one batch.

    python3 -m venv /somewhere/peers && /somewhere/peers/bin/pip install torch==2.13.0 deepxde==1.15.0 h5py \\
        --extra-index-url https://download.pytorch.org/whl/cpu
    /somewhere/peers/bin/python Benchmarks/deeponet.py [--rounds N] [--threads 2] [--epochs 500]

Both sides have the published network (100 sensors, branch 40-40, trunk 40-40, relu, 7,401 parameters); a step is forward,
mean squared error, gradient and Adam.

First bare steps and inferences on random data, ours against DeepXDE's network in a plain loop of torch, as fourier.py does
it. Then trainings on the data of our generator: `ansatz run` against `Model.train` of DeepXDE, an epoch being one step. The
time of an epoch is the difference between a long training and a short one, so that start and end of both sides cancel.
Then DeepXDE's network gets the weights that ours has learned, and must predict the same. Sides run in turn; medians.

Build first: ./ansatz --version, and swift build -c release --package-path Benchmarks --product NeuralOperators. Means
something only where nothing else is running.
"""

import os
import pathlib
import tempfile

os.environ["DDE_BACKEND"] = "pytorch"
import torch

import networks
import operations
import peers

SCENARIO = """
name: deeponet-benchmark
seed: 1
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
"""
BRANCH, TRUNK = [100, 40, 40], [1, 40, 40]


class Pair(torch.nn.Module):
    """DeepXDE's network, with its two inputs one by one."""

    def __init__(self):
        super().__init__()
        import deepxde

        self.net = deepxde.nn.DeepONet(BRANCH, TRUNK, "relu", "Glorot normal")

    def forward(self, v, y):
        return self.net((v, y))


def load(network, weights):
    for name, part in ("branch", network.net.branch), ("trunk", network.net.trunk):
        for number, layer in enumerate(part.linears):
            networks.copy_to(layer.weight, weights[f"{name}/{number}/weight"][...].T)
            networks.copy_to(layer.bias, weights[f"{name}/{number}/bias"])
    networks.copy_to(network.net.b[0], weights["bias"])


def deeponet():
    return networks.Network(
        title="DeepONet, 100-40-40, batch 10,000", plugin="DeepONet",
        operator={"deeponet": {"branch": BRANCH[1:], "trunk": TRUNK[1:], "activation": "relu", "coordinates": "y"}},
        make=Pair, load=load, batch=10_000, inputs=[["v", [100]], ["y", [1]]], outputs=[["s", [1]]],
        operations=operations.deeponet(10_000, BRANCH, TRUNK))


def trained(folder, epochs):
    """Seconds of the stage that trains."""
    options = "--threads", str(arguments.threads)
    stages = peers.run(SCENARIO.format(epochs=epochs), folder, arguments.command, *options)
    return stages["model"]["seconds"]


def triples(folder):
    import h5py

    with h5py.File(folder / "out/stages/data/result.h5") as file:
        return [torch.from_numpy(file[name][...]).float().reshape(11_000, -1) for name in "vys"]


def epoch(train):
    """Seconds of an epoch, from a short training and a longer one."""
    short = max(1, arguments.epochs // 10)
    start = train(short)
    return (train(arguments.epochs) - start) / (arguments.epochs - short)


def trainings(folder):
    import deepxde

    trained(folder, 1)
    v, y, s = (values.numpy() for values in triples(folder))
    data = deepxde.data.Triple((v[:10_000], y[:10_000]), s[:10_000], (v[10_000:], y[10_000:]), s[10_000:])
    model = deepxde.Model(data, Pair().net)
    model.compile("adam", lr=1e-3, verbose=0)

    def theirs(epochs):
        return peers.seconds(lambda: model.train(iterations=epochs, display_every=10**9, verbose=0))[0]

    theirs(20)
    found = peers.in_turn(
        arguments.rounds, lambda: {"ansatz": [epoch(lambda epochs: trained(folder, epochs))]},
        lambda: {"deepxde": [epoch(theirs)]})
    peers.title("An epoch of a whole training")
    peers.head("ansatz run", "DeepXDE's Model.train", "")
    peers.row(*map(peers.milliseconds, found.values()), f"{found['deepxde'] / found['ansatz']:.1f}x")


def agreement(folder):
    """DeepXDE's network with learned weights of ours, against `ansatz predict` on the test points."""
    import h5py

    network = Pair()
    with h5py.File(folder / "out/stages/model/result.h5") as file:
        load(network, file["weights"])
    peers.output(
        arguments.command, "predict", folder / "out", folder / "out/stages/data/result.h5", "-o", folder / "s.h5",
        "--overwrite")
    with h5py.File(folder / "s.h5") as file:
        own = torch.from_numpy(file["s"][...]).reshape(-1, 1)[10_000:]
    v, y, s = (values[10_000:] for values in triples(folder))
    with torch.inference_mode():
        exact, theirs = networks.double_precision(network, v, y), network(v, y)
    print(f"\nPredictions of 1,000 test points with learned weights, mean squared error {((own - s) ** 2).mean():.1e}: "
          f"largest difference from double precision {networks.difference(own, exact):.1e} of the largest value, DeepXDE's "
          f"{networks.difference(theirs, exact):.1e}")


parser = networks.parser(__doc__)
parser.add_argument("--epochs", type=int, default=500, help="of the longer training; the shorter has a tenth")
arguments = parser.parse_args()
networks.compare({"deeponet": deeponet}, arguments)
if not arguments.alone:
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        trainings(scratch)
        agreement(scratch)
