"""Networks on both sides, ours and torch's: agreement, seconds, rates, memory."""

import copy
import dataclasses
import json
import pathlib
import sys
import tempfile
from typing import Callable

import numpy
import torch

import peers


@dataclasses.dataclass
class Network:
    """A network on both sides."""

    # For tables.
    title: str
    plugin: str
    # As in a scenario.
    operator: dict
    # The same in torch.
    make: Callable
    # Gives a network of torch's the weights of a model file.
    load: Callable
    batch: int
    # Of a batch; see operations.py.
    operations: dict
    # Names and shapes of one sample's variables.
    inputs: list
    outputs: list
    # The answer to compare with, from torch's network and the inputs; that in double precision where nothing is said.
    exact: Callable | None = None


def parser(description):
    """The arguments of a comparison of networks."""
    result = peers.parser(description)
    result.add_argument("--repeats", type=int, default=10, help="in each round, after one that doesn't count")
    result.add_argument("--threads", type=int, default=2, help="on both sides")
    result.add_argument("--alone", help="print the memory of a process with torch's network of this name, as JSON")
    return result


def copy_to(parameter, values):
    """Sets a parameter of torch's, complex ones from pairs; the order of the numbers is the same."""
    values = torch.from_numpy(numpy.array(values))
    if parameter.is_complex():
        values = torch.view_as_complex(values.contiguous())
    parameter.data.copy_(values.reshape(parameter.shape))


def double_precision(network, *inputs):
    return copy.deepcopy(network).double()(*(x.double() for x in inputs))


def difference(values, exact):
    """The largest difference, in units of the largest value."""
    return float((values - exact).abs().max() / exact.abs().max())


def shape_in_torch(shape):
    """Of a sample: fields on grids have an axis of channels."""
    return [1, *shape] if len(shape) > 1 else shape


def read(folder, name, shape):
    """A batch of a variable."""
    values = torch.from_numpy(numpy.fromfile(pathlib.Path(folder) / name, "float32"))
    return values.reshape(-1, *shape_in_torch(shape))


def work(network, inputs):
    """An inference and a training step of torch's: mean squared error, gradient and Adam."""
    optimizer = torch.optim.Adam(network.parameters(), lr=1e-4)

    def infer():
        with torch.inference_mode():
            return network(*inputs)

    truth = torch.randn_like(infer())

    def train():
        optimizer.zero_grad(set_to_none=True)
        ((network(*inputs) - truth) ** 2).mean().backward()
        optimizer.step()

    return infer, train


def large_product(size=2048):
    """The product of two large square matrices in single precision by torch, and its floating-point operations."""
    a, b, c = (torch.rand(size, size) for _ in range(3))
    return lambda: torch.mm(a, b, out=c), 2 * size**3


def peak():
    """The most bytes that this process has had.

    Not ru_maxrss, which a process takes over from the one that started it.
    """
    status = pathlib.Path("/proc/self/status").read_text()
    return 1024 * int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:")))


def memory_alone(case, arguments):
    """Peaks of this process: with the network, after the inferences, and after the training steps, as ours does them."""
    network = case.make()
    sizes = {"start": peak()}
    inputs = [torch.randn(case.batch, *shape_in_torch(shape)) for _, shape in case.inputs]
    infer, train = work(network, inputs)
    for name, step in (("inference", infer), ("training", train)):
        peers.warm_seconds(step, arguments.repeats)
        sizes[name] = peak()
    return sizes


def compare(cases, arguments):
    """Prints tables of all cases, which are functions by name, so that a process makes only what it needs."""
    torch.set_num_threads(arguments.threads)
    if arguments.alone:
        print(json.dumps(memory_alone(cases[arguments.alone](), arguments)))
        return
    peers.title(
        f"Medians of {arguments.rounds} rounds of {arguments.repeats}, {arguments.threads} threads. Differences are the "
        "largest, in units of the largest value; torch's own where the exact answer is known")
    peers.head("Network", "Training step", "torch", "", "Inference", "torch", "", "Difference", "torch's")
    rows = [compared(name, case(), arguments) for name, case in cases.items()]
    peers.title(
        "Our GFLOP/s, and their share of torch's product of two matrices of 2048 x 2048 in the same rounds; the most memory "
        "of processes that do the same on both sides, in MB. Ours keeps what inference needs while it trains")
    peers.head("Network", "Product", "Training", "", "Inference", "", "Memory of inference", "torch", "With training",
               "torch", "torch before both")
    for cells in rows:
        peers.row(*cells)


def agreement(case, network, request):
    """Inputs, and the differences of both sides from the exact answer; torch's is empty where that is torch's own."""
    with tempfile.TemporaryDirectory() as folder:
        import h5py

        answer = peers.ours("NeuralOperators", [case.plugin], **request, folder=folder)
        with h5py.File(folder + "/model.h5") as file:
            case.load(network, file["weights"])
        inputs = [read(folder, *variable) for variable in case.inputs]
        own = read(folder, *case.outputs[0])
    count = sum(weights.numel() * (2 if weights.is_complex() else 1) for weights in network.parameters())
    if answer["parameters"] != count:
        raise SystemExit(f"{answer['parameters']} parameters, and {count} in torch")
    with torch.inference_mode():
        exact = (case.exact or double_precision)(network, *inputs)
        theirs = "" if case.exact else f"{difference(network(*inputs), exact):.1e}"
    return inputs, f"{difference(own, exact):.1e}", theirs


def compared(name, case, arguments):
    """Prints the row of the first table, and gives that of the second."""
    request = {
        "operator": case.operator, "inputs": case.inputs, "outputs": case.outputs, "batch": case.batch,
        "threads": arguments.threads, "repeats": arguments.repeats + 1,
    }
    network = case.make()
    inputs, *differences = agreement(case, network, request)
    infer, train = work(network, inputs)
    product, operations = large_product()
    peaks = {}

    def own():
        answer = peers.ours("NeuralOperators", [case.plugin], **request)
        peaks.update(inference=answer["inference_peak_bytes"], training=answer["peak_bytes"])
        return {kind: answer[kind][1:] for kind in ("training", "inference")}

    def theirs():
        sides = {"torch inference": infer, "torch training": train, "product": product}
        return {side: peers.warm_seconds(step, arguments.repeats) for side, step in sides.items()}

    found = peers.in_turn(arguments.rounds, own, theirs)
    cells, rates = [], []
    best = operations / found["product"]
    for kind in "training", "inference":
        mine, other, rate = found[kind], found["torch " + kind], case.operations[kind] / found[kind]
        cells += [peers.milliseconds(mine), peers.milliseconds(other), f"{other / mine:.1f}x"]
        rates += [peers.digits(rate / 1e9), f"{100 * rate / best:.0f} %"]
    peers.row(case.title, *cells, *differences)
    again = [sys.executable, pathlib.Path(sys.argv[0]).resolve(), *sys.argv[1:]]
    alone = json.loads(peers.output(*again, "--alone", name).splitlines()[-1])
    sizes = [peaks["inference"], alone["inference"], peaks["training"], alone["training"], alone["start"]]
    return [case.title, peers.digits(best / 1e9), *rates, *(peers.digits(size / 1e6) for size in sizes)]
