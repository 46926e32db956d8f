#!/usr/bin/env python3
"""MgNO against the same network in torch, side by side: seconds of a training step and of an inference.

    python3 -m venv /somewhere/peers && /somewhere/peers/bin/pip install torch==2.13.0 h5py --extra-index-url \\
        https://download.pytorch.org/whl/cpu
    /somewhere/peers/bin/python Benchmarks/mgno.py [--rounds N] [--threads 2] [--size 64] [--batch 8]

Both sides have the published Darcy network (4 layers, 24 channels, 572,661 parameters), the same weights, batch and
precision; a step is forward, mean squared error, gradient and Adam. First the outputs are compared with those of torch's
network in double precision. Sides run in turn, a process of ours and then as many repetitions of torch; medians over all
rounds, the first repetition of each left out. operations.py says what rates are made of. Peak memory of torch is that of a
fresh process that makes the network and does as many steps.

Build first: ./ansatz --version, and swift build -c release --package-path Benchmarks --product NeuralOperators. Means
something only where nothing else is running.
"""

import mgno_reference
import networks
import operations

parser = networks.parser(__doc__)
parser.add_argument("--size", type=int, default=64)
parser.add_argument("--batch", type=int, default=8)
arguments = parser.parse_args()
shape = [arguments.size] * 2
networks.compare({
    f"mgno{arguments.size}": lambda: networks.Network(
        title=f"MgNO, {arguments.size}², 24 channels, 4 layers, batch {arguments.batch}", plugin="MgNO",
        operator={"mgno": {}}, make=lambda: mgno_reference.MgNO(shape=shape), load=mgno_reference.load,
        batch=arguments.batch, inputs=[["a", shape]], outputs=[["u", shape]],
        operations=operations.mgno(shape, arguments.batch)),
}, arguments)
