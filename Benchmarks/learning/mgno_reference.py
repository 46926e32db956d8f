"""The same MgNO in torch, written from the paper's formulas, to compare with.

A layer is u <- act(W u + B u): W a V-cycle of convolutions, B a 1x1 convolution with bias. Parameters bear the names they
have in our model files, so `load` takes them from one without a table.
"""

import torch
from torch import nn
from torch.nn import functional


class Cycle(nn.Module):
    """One V-cycle: f (inputs channels) to u (channels)."""

    def __init__(self, inputs, channels, iterations, shape, padding="zeros", bias=False, norm=False, residual=False):
        super().__init__()
        self.iterations, self.residual = iterations, residual
        mode = {"zero": "zeros"}.get(padding, padding)

        def convolution(source, target, stride=1, bias=False):
            return nn.Conv2d(source, target, 3, stride, 1, bias=bias, padding_mode=mode)

        sizes = [shape]
        for _ in iterations[1:]:
            sizes.append(tuple((size + 1) // 2 for size in sizes[-1]))
        self.level = nn.ModuleList()
        for index, count in enumerate(iterations):
            level = nn.Module()
            level.a = nn.ModuleDict()
            level.s = nn.ModuleDict()
            for step in range(count):
                # The first step starts from u = 0.
                if index > 0 or step > 0:
                    level.a[str(step)] = convolution(channels, inputs, bias=bias)
                level.s[str(step)] = convolution(inputs, channels, bias=bias)
            if index + 1 < len(iterations):
                if residual and index == 0 and count == 1 or residual:
                    level.residual = convolution(channels, inputs, bias=bias)
                level.pi = convolution(channels, channels, 2)
                level.r = convolution(inputs, inputs, 2)
                odd = [size % 2 for size in sizes[index]]
                kernel = tuple(3 if o else 4 for o in odd)
                level.prolongation = nn.ConvTranspose2d(channels, channels, kernel, 2, 1, bias=False)
                if norm:
                    level.norm = nn.LayerNorm([channels, *sizes[index]])
            self.level.append(level)

    def forward(self, f):
        states = []
        u = None
        for index, level in enumerate(self.level):
            for step in range(self.iterations[index]):
                key = str(step)
                u = level.s[key](f) if u is None else u + level.s[key](f - level.a[key](u))
            states.append(u)
            if index + 1 < len(self.level):
                r = f - level.residual(u) if self.residual else f
                f = level.r(r)
                u = torch.zeros_like(level.pi(u)) if False else level.pi(u)
        for index in reversed(range(len(self.level) - 1)):
            level = self.level[index]
            u = states[index] + level.prolongation(u)
            if hasattr(level, "norm"):
                u = level.norm(u)
        return u


class MgNO(nn.Module):
    def __init__(self, inputs=1, outputs=1, layers=4, channels=24, iterations=(1, 1, 1, 1, 1, 2), shape=(64, 64),
                 bypass=True, **options):
        super().__init__()
        self.layer = nn.ModuleList()
        for index in range(layers):
            source = inputs if index == 0 else channels
            layer = nn.Module()
            layer.cycle = Cycle(source, channels, iterations, shape, **options)
            if bypass:
                layer.bypass = nn.Conv2d(source, channels, 1)
            self.layer.append(layer)
        self.output = nn.Conv2d(channels, outputs, 1, bias=False)

    def forward(self, u):
        for layer in self.layer:
            u = functional.gelu(layer.cycle(u) + layer.bypass(u))
        return self.output(u)
