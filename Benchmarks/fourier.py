#!/usr/bin/env python3
"""Fourier neural operators against torch and neuraloperator, side by side: seconds of a training step and of an inference.

    python3 -m venv /somewhere/peers && /somewhere/peers/bin/pip install torch==2.13.0 neuraloperator==2.0.0 h5py \\
        --extra-index-url https://download.pytorch.org/whl/cpu
    /somewhere/peers/bin/python Benchmarks/fourier.py [CASE ...] [--rounds N] [--threads 2]

Cases: fno64, fno128, fno85 (neuraloperator's FNO, block neuraloperator), original64 (the original network, in plain torch),
tfno16 (the documentation's, 523,257 parameters). Both sides have the same architecture, weights, batch and precision; a step
is forward, mean squared error, gradient and Adam. First the outputs are compared. Sides run in turn, a process of ours and
then as many repetitions of torch; medians over all rounds, the first repetition of each left out.

Build first: ./ansatz --version, and swift build -c release --package-path Benchmarks --product NeuralOperators. Means
something only where nothing else is running.
"""

import argparse
import json
import pathlib
import statistics
import subprocess
import tempfile
import time

import h5py
import numpy
import torch

top = pathlib.Path(__file__).resolve().parent.parent
parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("cases", nargs="*")
parser.add_argument("--rounds", type=int, default=5)
parser.add_argument("--repeats", type=int, default=11, help="in each round")
parser.add_argument("--threads", type=int, default=2)
arguments = parser.parse_args()
torch.set_num_threads(arguments.threads)


def library_network(name, modes, width, **options):
    from neuralop.models import FNO, TFNO
    kind = {"FNO": FNO, "TFNO": TFNO}[name]
    return kind(n_modes=modes, in_channels=1, out_channels=1, hidden_channels=width, n_layers=4, **options)


class Spectral(torch.nn.Module):
    """The Fourier layer of the original network: two corners of the spectrum."""

    def __init__(self, width, modes):
        super().__init__()
        self.modes = modes
        shape = (width, width, modes, modes)
        self.low = torch.nn.Parameter(torch.rand(shape, dtype=torch.cfloat) / width**2)
        self.high = torch.nn.Parameter(torch.rand(shape, dtype=torch.cfloat) / width**2)

    def forward(self, v):
        m = self.modes
        spectrum = torch.fft.rfft2(v)
        mixed = torch.zeros_like(spectrum)
        mixed[:, :, :m, :m] = torch.einsum("bixy,ioxy->boxy", spectrum[:, :, :m, :m], self.low)
        mixed[:, :, -m:, :m] = torch.einsum("bixy,ioxy->boxy", spectrum[:, :, -m:, :m], self.high)
        return torch.fft.irfft2(mixed, s=v.shape[-2:])


class Original(torch.nn.Module):
    def __init__(self, width=32, modes=12):
        super().__init__()
        self.lift = torch.nn.Conv2d(3, width, 1)
        self.spectral = torch.nn.ModuleList(Spectral(width, modes) for _ in range(4))
        self.skip = torch.nn.ModuleList(torch.nn.Conv2d(width, width, 1) for _ in range(4))
        self.hidden = torch.nn.Conv2d(width, 128, 1)
        self.out = torch.nn.Conv2d(128, 1, 1)

    def forward(self, a):
        rows, columns = a.shape[-2:]
        y = torch.linspace(0, 1, rows).to(a).view(1, 1, rows, 1).expand(len(a), 1, rows, columns)
        x = torch.linspace(0, 1, columns).to(a).view(1, 1, 1, columns).expand(len(a), 1, rows, columns)
        v = self.lift(torch.cat([a, y, x], 1))
        for layer, (spectral, skip) in enumerate(zip(self.spectral, self.skip)):
            v = spectral(v) + skip(v)
            if layer < 3:
                v = torch.nn.functional.gelu(v)
        return self.out(torch.nn.functional.gelu(self.hidden(v)))


def complex_tensor(values):
    values = numpy.asarray(values)
    return torch.view_as_complex(torch.from_numpy(values.copy()).contiguous())


def load_original(network, weights):
    modes = network.spectral[0].modes
    for layer in range(4):
        spectral = complex_tensor(weights[f"block_{layer}/spectral/weight"])
        network.spectral[layer].low.data.copy_(spectral[:, :, :modes])
        network.spectral[layer].high.data.copy_(spectral[:, :, modes:])
        matrix(network.skip[layer], weights[f"block_{layer}/skip/weight"], weights[f"block_{layer}/bias"])
    matrix(network.lift, weights["lifting/out/weight"], weights["lifting/out/bias"])
    matrix(network.hidden, weights["projection/hidden/weight"], weights["projection/hidden/bias"])
    matrix(network.out, weights["projection/out/weight"], weights["projection/out/bias"])


def matrix(layer, weight, bias=None):
    layer.weight.data.copy_(torch.from_numpy(numpy.array(weight)).reshape(layer.weight.shape))
    if bias is not None:
        layer.bias.data.copy_(torch.from_numpy(numpy.array(bias)).reshape(layer.bias.shape))


def load_library(network, weights):
    blocks = network.fno_blocks
    for layer in range(4):
        block = f"block_{layer}"
        convolution = blocks.convs[layer]
        if f"{block}/spectral/core" in weights:
            convolution.weight.core.data.copy_(complex_tensor(weights[f"{block}/spectral/core"]))
            for axis, factor in enumerate(convolution.weight.factors):
                factor.data.copy_(complex_tensor(weights[f"{block}/spectral/factor_{axis}"]))
        else:
            target = convolution.weight
            target = target.tensor if hasattr(target, "tensor") else target
            target.data.copy_(complex_tensor(weights[f"{block}/spectral/weight"]))
        convolution.bias.data.copy_(torch.from_numpy(numpy.array(weights[f"{block}/bias"])).view(-1, 1, 1))
        matrix(blocks.fno_skips[layer].conv, weights[f"{block}/skip/weight"])
        if f"{block}/channel_hidden/weight" in weights:
            for number, name in enumerate(["channel_hidden", "channel_out"]):
                matrix(
                    blocks.channel_mlp[layer].fcs[number], weights[f"{block}/{name}/weight"],
                    weights[f"{block}/{name}/bias"])
            gate = blocks.channel_mlp_skips[layer].weight
            gate.data.copy_(torch.from_numpy(numpy.array(weights[f"{block}/channel_skip/gate"])).view(gate.shape))
    for part, name in ((network.lifting, "lifting"), (network.projection, "projection")):
        for number, which in enumerate(["hidden", "out"]):
            matrix(part.fcs[number], weights[f"{name}/{which}/weight"], weights[f"{name}/{which}/bias"])


def case(shape, batch, operator, network, load):
    return {"shape": shape, "batch": batch, "operator": operator, "network": network, "load": load}


def fno(modes):
    return (
        {"fno": {"block": "neuraloperator", "modes": [modes, modes], "width": 32}},
        lambda: library_network("FNO", (modes, modes), 32), load_library)


cases = {
    "original64": case(
        [64, 64], 16, {"fno": {"modes": [12, 12], "width": 32}}, lambda: Original(), load_original),
    "fno64": case([64, 64], 16, *fno(12)),
    "fno128": case([128, 128], 8, *fno(16)),
    "fno85": case([85, 85], 8, *fno(12)),
    "tfno16": case(
        [16, 16], 32,
        {"tfno": {
            "modes": [16, 16], "width": 32, "lifting": 256, "projection": 64, "channel_network": 0, "rank": 0.42}},
        lambda: library_network(
            "TFNO", (16, 16), 32, lifting_channel_ratio=8, projection_channel_ratio=2, factorization="tucker",
            implementation="factorized", rank=0.42, use_channel_mlp=False), load_library),
}


def ours(**request):
    found = list(top.glob(".build/**/release/libFourier.so"))
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


def exact_shift(network, x):
    """The network's answer with the half spectrum moved back by ifftshift.

    neuraloperator 2.0.0 moves it by fftshift both ways, which on an axis with an odd number of points puts every mode one
    place off.
    """
    shift, calls = torch.fft.fftshift, []

    def both(values, dim=None):
        calls.append(None)
        return shift(values, dim=dim) if len(calls) % 2 else torch.fft.ifftshift(values, dim=dim)

    torch.fft.fftshift = both
    try:
        return network(x)
    finally:
        torch.fft.fftshift = shift


def compare(name, shape, batch, operator, network, load):
    network = network()
    request = {
        "operator": operator, "shape": shape, "batch": batch, "threads": arguments.threads,
        "repeats": arguments.repeats,
    }
    with tempfile.TemporaryDirectory() as folder:
        answer = ours(**request, folder=folder)
        with h5py.File(folder + "/model.h5") as file:
            load(network, file["weights"])
        x = torch.from_numpy(numpy.fromfile(folder + "/inputs", "float32").reshape(-1, 1, *shape))
        y = torch.from_numpy(numpy.fromfile(folder + "/outputs", "float32").reshape(-1, 1, *shape))
    count = sum(w.numel() * (2 if w.is_complex() else 1) for w in network.parameters())
    with torch.no_grad():
        theirs = exact_shift(network, x)
    error = float((theirs - y).abs().max() / theirs.abs().max())
    print(f"{name}: parameters {answer['parameters']}, torch {count}; largest difference {error:.1e} of the largest value")
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
        for kind, work in (("inference", infer), ("training", train)):
            seconds[kind][0].extend(answer[kind][1:])
            seconds[kind][1].extend(measured(work)[1:])
    for kind, sides in seconds.items():
        mine, other = (1e3 * statistics.median(side) for side in sides)
        print(f"  {kind}: {mine:.2f} ms, torch {other:.2f} ms, {other / mine:.2f} times")
    print(f"  memory held: {answer['inference_bytes'] / 1e6:.0f} MB to infer, {answer['training_bytes'] / 1e6:.0f} to train")


for name in arguments.cases or cases:
    compare(name, **cases[name])
