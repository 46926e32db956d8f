"""Floating-point operations of our networks, counted from their architecture: of an inference and of a training step.

Only products count, a multiplication and an addition each; complex ones are four real ones. Activations, biases, norms,
gates and the optimiser are left out. Training counts as three times the forward products: forward, gradient by the inputs,
gradient by the weights. That is a convention: the transforms have no weights, and hidden layers that are computed again
are not counted again.

Fourier transforms count as what ours are, products with the cosines and sines of the kept frequencies, axis by axis. A fast
transform has other numbers, so rates made from these are ours alone.
"""

import math


def counts(sample, batch, shared=0):
    """Of a batch, from those of one sample. `shared` are those that a training step needs once, an inference never."""
    return {"inference": batch * sample, "training": 3 * (batch * sample + shared)}


def mixing(points, *channels):
    """Linear maps of the channels of each point, one after the other."""
    return sum(2 * points * source * target for source, target in zip(channels, channels[1:]))


def transform(channels, shape, waves):
    """A field to the products with so many waves along each axis, or back."""
    total, rest = 0, channels * math.prod(shape)
    for points, count in zip(shape, waves):
        # Each of the other indices has a product of a vector with a matrix.
        total += 2 * rest * count
        rest = rest // points * count
    return total


def kept(modes, shape, is_original):
    """Complex coefficients that a Fourier layer keeps along each axis, and the cosines and sines that they need."""
    def waves(largest, points):
        cosines = min(largest, points // 2) + 1
        # There is no sine of 0 or of half the points.
        return 2 * cosines - 1 - (2 * (cosines - 1) == points)
    if is_original:
        coefficients = [2 * count for count in modes[:-1]] + [modes[-1]]
        largest = [*modes[:-1], modes[-1] - 1]
    else:
        coefficients = [*modes[:-1], modes[-1] // 2 + 1]
        largest = [count // 2 for count in modes]
    return coefficients, [waves(*axis) for axis in zip(largest, shape)]


def tucker(extents, ranks):
    """A core times one factor an axis, complex, the last axis first."""
    total, shape = 0, list(ranks)
    for axis in reversed(range(len(extents))):
        total += 8 * math.prod(shape) * extents[axis]
        shape[axis] = extents[axis]
    return total


def fourier(shape, batch, modes, width, layers, lifting, projection, is_original, hidden=0, ranks=None):
    """A Fourier neural operator of one input and one output: lifting with the coordinates, blocks, projection.

    `hidden` is the width of the network between the channels that neuraloperator's block has. Both transforms of a layer
    have as many products. `ranks` are those of a Tucker form, which is multiplied out once a step.
    """
    points = math.prod(shape)
    coefficients, waves = kept(modes, shape, is_original)
    block = 2 * transform(width, shape, waves) + 8 * width * width * math.prod(coefficients)
    block += mixing(points, width, width)
    if hidden:
        block += mixing(points, width, hidden, width)
    lifted = [1 + len(shape), *([lifting] if lifting else []), width]
    sample = mixing(points, *lifted) + layers * block + mixing(points, width, projection, 1)
    return counts(sample, batch, layers * tucker([width, width, *coefficients], ranks) if ranks else 0)


def mgno(shape, batch, channels=24, layers=4, iterations=(1, 1, 1, 1, 1, 2), kernel=3):
    """MgNO of one input and one output; see mgno_reference.py. Stencils count as if all points had all neighbours."""
    def convolution(points, source, target):
        return 2 * math.prod(points) * kernel**2 * source * target

    def cycle(source):
        total, points = 0, list(shape)
        for level, count in enumerate(iterations):
            # S for each iteration, and A, but for the very first.
            total += (2 * count - (level == 0)) * convolution(points, source, channels)
            if level + 1 < len(iterations):
                taps = math.prod(4 - n % 2 for n in points)
                points = [(n + 1) // 2 for n in points]
                total += convolution(points, source, source) + convolution(points, channels, channels)
                # Each coarse point is spread over the taps of the prolongation.
                total += 2 * math.prod(points) * taps * channels**2
        return total

    points = math.prod(shape)
    sources = [1] + [channels] * (layers - 1)
    sample = sum(cycle(source) + mixing(points, source, channels) for source in sources)
    return counts(sample + mixing(points, channels, 1), batch)


def deeponet(batch, branch, trunk):
    """A DeepONet with a point for each sample: the widths of both networks with their inputs."""
    return counts(mixing(1, *branch) + mixing(1, *trunk) + 2 * branch[-1], batch)
