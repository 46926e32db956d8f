#!/usr/bin/env python3
"""Fourier neural operators against torch and neuraloperator, side by side: seconds of a training step and of an inference.

    python3 -m venv /somewhere/peers && /somewhere/peers/bin/pip install torch==2.13.0 neuraloperator==2.0.0 h5py \\
        --extra-index-url https://download.pytorch.org/whl/cpu
    /somewhere/peers/bin/python Benchmarks/fourier.py [CASE ...] [--rounds N] [--threads 2]

Cases: fno64, fno128, fno85 (neuraloperator's FNO, block neuraloperator), group64 and instance64 (with norms), original64,
original128, original85 (the original network, in plain torch), tfno16 (the documentation's, 523,257 parameters). Both sides have the same architecture, weights, batch and precision; a step
is forward, mean squared error, gradient and Adam. First the outputs are compared. Sides run in turn, a process of ours and
then as many repetitions of torch; medians over all rounds, the first repetition of each left out. operations.py says what
rates are made of. Peak memory of torch is that of a fresh process that makes the network and does as many steps.

Build first: ./ansatz --version, and swift build -c release --package-path Benchmarks --product NeuralOperators. Means
something only where nothing else is running.
"""

import torch

import networks
import operations
import peers


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


def matrix(layer, weights, name, bias=None):
    networks.copy_to(layer.weight, weights[f"{name}/weight"])
    if layer.bias is not None:
        networks.copy_to(layer.bias, weights[bias or f"{name}/bias"])


def load_original(network, weights):
    modes = network.spectral[0].modes
    for layer in range(4):
        block = f"block_{layer}"
        spectral = weights[f"{block}/spectral/weight"][...]
        networks.copy_to(network.spectral[layer].low, spectral[:, :, :modes])
        networks.copy_to(network.spectral[layer].high, spectral[:, :, modes:])
        matrix(network.skip[layer], weights, f"{block}/skip", bias=f"{block}/bias")
    for layer, name in (network.lift, "lifting/out"), (network.hidden, "projection/hidden"), (network.out, "projection/out"):
        matrix(layer, weights, name)


def load_library(network, weights):
    blocks = network.fno_blocks
    for layer in range(4):
        block = f"block_{layer}"
        convolution = blocks.convs[layer]
        if f"{block}/spectral/core" in weights:
            networks.copy_to(convolution.weight.core, weights[f"{block}/spectral/core"])
            for axis, factor in enumerate(convolution.weight.factors):
                networks.copy_to(factor, weights[f"{block}/spectral/factor_{axis}"])
        else:
            target = convolution.weight
            target = target.tensor if hasattr(target, "tensor") else target
            networks.copy_to(target, weights[f"{block}/spectral/weight"])
        networks.copy_to(convolution.bias, weights[f"{block}/bias"])
        matrix(blocks.fno_skips[layer].conv, weights, f"{block}/skip")
        if f"{block}/channel_hidden/weight" in weights:
            for number, name in enumerate(["channel_hidden", "channel_out"]):
                matrix(blocks.channel_mlp[layer].fcs[number], weights, f"{block}/{name}")
            networks.copy_to(blocks.channel_mlp_skips[layer].weight, weights[f"{block}/channel_skip/gate"])
        for number, name in enumerate(["spectral_norm", "channel_norm"]):
            if f"{block}/{name}/weight" in weights:
                matrix(blocks.norm[2 * layer + number], weights, f"{block}/{name}")
    for part, name in (network.lifting, "lifting"), (network.projection, "projection"):
        for number, which in enumerate(["hidden", "out"]):
            matrix(part.fcs[number], weights, f"{name}/{which}")


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


def library_network(name, modes, **options):
    import neuralop.models

    kind = getattr(neuralop.models, name)
    return kind(n_modes=(modes, modes), in_channels=1, out_channels=1, hidden_channels=32, n_layers=4, **options)


def case(title, points, batch, modes, kind, options, make, load, **counted):
    shape = [points, points]
    return networks.Network(
        title=f"{title}, {points}², {modes} modes, batch {batch}", plugin="Fourier", operator={kind: {"modes": [modes, modes], "width": 32, **options}}, make=make, load=load,
        batch=batch, inputs=[["a", shape]], outputs=[["u", shape]], exact=exact_shift,
        operations=operations.fourier(shape, batch, [modes, modes], width=32, layers=4, **counted))


def original(points, batch, modes):
    return case(
        "original FNO", points, batch, modes, "fno", {}, lambda: Original(modes=modes), load_original, is_original=True, lifting=0,
        projection=128)


def fno(points, batch, modes, norm=None):
    ours = {"block": "neuraloperator", **({"norm": norm} if norm else {})}
    theirs = {"norm": f"{norm}_norm"} if norm else {}
    return case(
        "neuraloperator's FNO" + (f" with {norm} norm" if norm else ""), points, batch, modes, "fno", ours,
        lambda: library_network("FNO", modes, **theirs), load_library, is_original=False, lifting=64, hidden=16, projection=64)


CASES = {
    "original64": lambda: original(64, 16, 12),
    "original128": lambda: original(128, 8, 16),
    "original85": lambda: original(85, 8, 12),
    "fno64": lambda: fno(64, 16, 12),
    "fno128": lambda: fno(128, 8, 16),
    "fno85": lambda: fno(85, 8, 12),
    "group64": lambda: fno(64, 16, 12, "group"),
    "instance64": lambda: fno(64, 16, 12, "instance"),
    "tfno16": lambda: case(
        "its documentation's TFNO", 16, 32, 16, "tfno", {"lifting": 256, "projection": 64, "channel_network": 0, "rank": 0.42},
        lambda: library_network(
            "TFNO", 16, lifting_channel_ratio=8, projection_channel_ratio=2, factorization="tucker",
            implementation="factorized", rank=0.42, use_channel_mlp=False), load_library,
        is_original=False, lifting=256, projection=64, ranks=tucker_ranks([32, 32, 16, 9], 0.42)),
}


def tucker_ranks(extents, fraction):
    from tensorly.tucker_tensor import validate_tucker_rank

    return validate_tucker_rank(tuple(extents), rank=fraction)


parser = networks.parser(__doc__)
parser.add_argument("cases", nargs="*", metavar="CASE")
arguments = parser.parse_args()
networks.compare(peers.chosen(parser, arguments.cases, CASES), arguments)
