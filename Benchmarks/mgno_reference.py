"""The same MgNO in torch, written from the paper's formulas, to compare with.

A layer is u <- gelu(W u + B u): W a V-cycle of convolutions, B a 1x1 convolution with bias; a 1x1 convolution without bias
gives the output. `load` takes the weights of a model file of ansatz.
"""

import re

import torch
from torch import nn
from torch.nn import functional


class Cycle(nn.Module):
    """One V-cycle: f, of `inputs` channels, to u, of `channels`."""

    def __init__(self, inputs, channels, iterations, shape, padding="zeros", bias=False, norm=False, residual=False):
        super().__init__()

        def stencil(source, target, stride=1, bias=False):
            return nn.Conv2d(source, target, 3, stride, 1, bias=bias, padding_mode=padding)

        self.level = nn.ModuleList()
        for index, count in enumerate(iterations):
            level = nn.Module()
            # The very first step starts from u = 0 and needs no A.
            steps = [str(step) for step in range(count)]
            level.s = nn.ModuleDict({step: stencil(inputs, channels, bias=bias) for step in steps})
            level.a = nn.ModuleDict(
                {step: stencil(channels, inputs, bias=bias) for step in steps if index > 0 or step != "0"})
            if index + 1 < len(iterations):
                level.residual = stencil(channels, inputs, bias=bias) if residual else None
                level.pi = stencil(channels, channels, 2)
                level.r = stencil(inputs, inputs, 2)
                kernel = [3 if size % 2 else 4 for size in shape]
                level.prolongation = nn.ConvTranspose2d(channels, channels, kernel, 2, 1, bias=False)
                level.norm = nn.LayerNorm([channels, *shape]) if norm else None
            self.level.append(level)
            shape = [(size + 1) // 2 for size in shape]

    def forward(self, f):
        u, states = None, []
        for level in self.level:
            for step, smoother in level.s.items():
                u = smoother(f) if u is None else u + smoother(f - level.a[step](u))
            states.append(u)
            if level is not self.level[-1]:
                f = level.r(f - level.residual(u) if level.residual else f)
                u = level.pi(u)
        for level, fine in zip(reversed(self.level[:-1]), reversed(states[:-1])):
            u = fine + level.prolongation(u)
            if level.norm:
                u = level.norm(u)
        return u


class MgNO(nn.Module):
    def __init__(
            self, inputs=1, outputs=1, layers=4, channels=24, iterations=(1, 1, 1, 1, 1, 2), shape=(64, 64),
            bypass=True, **options):
        super().__init__()
        self.layer = nn.ModuleList()
        for index in range(layers):
            source = inputs if index == 0 else channels
            layer = nn.Module()
            layer.cycle = Cycle(source, channels, iterations, list(shape), **options)
            layer.bypass = nn.Conv2d(source, channels, 1) if bypass else None
            self.layer.append(layer)
        self.output = nn.Conv2d(channels, outputs, 1, bias=False)

    def forward(self, u):
        for layer in self.layer:
            w = layer.cycle(u)
            u = functional.gelu(w + layer.bypass(u) if layer.bypass else w)
        return self.output(u)


def load(network, weights):
    """Sets the weights to those of a model file; every weight must be there, and no other."""
    import h5py

    state = {}

    def collect(name, item):
        if isinstance(item, h5py.Dataset):
            key = re.sub(r"\b(layer|level|s|a)_(\d+)", r"\1.\2", name.replace("/", "."))
            state[key] = torch.from_numpy(item[...])

    weights.visititems(collect)
    network.load_state_dict(state, strict=True)
