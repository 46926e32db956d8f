"""What the comparisons share: our programs and scenarios, the clock, sides in turn, tables."""

import argparse
import collections
import functools
import json
import os
import pathlib
import statistics
import subprocess
import time

top = pathlib.Path(__file__).resolve().parent.parent
# Threads that OpenBLAS would start only spin, on both sides. The command does this for itself.
os.environ["OPENBLAS_NUM_THREADS"] = "1"


def parser(description, rounds=5):
    """The arguments of a script, which its description tells about; without --rounds where that is None."""
    result = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    if rounds is not None:
        result.add_argument("--rounds", type=int, default=rounds, help="how often the sides take turns")
    result.add_argument(
        "--command", type=os.path.abspath, default=top / "ansatz", help="what runs scenarios; default: the launcher")
    return result


def chosen(parser, names, cases):
    """The cases of these names, or all where there are none."""
    for name in names:
        if name not in cases:
            parser.error(f"there is no case '{name}'; there are {', '.join(cases)}")
    return {name: cases[name] for name in names} or cases


def output(*command):
    """What a command prints. Where it fails, its complaint is the last thing said."""
    outcome = subprocess.run(command, cwd=top, capture_output=True, text=True)
    if outcome.returncode:
        raise SystemExit(f"{' '.join(map(str, command))}\n{outcome.stderr}")
    return outcome.stdout


@functools.cache
def library(plugin):
    """The newest library of a plugin."""
    found = [path for path in top.glob(f".build/**/release/lib{plugin}.so") if "sanitize" not in str(path)]
    if not found:
        raise SystemExit(f"the plugin {plugin} is not built: ./ansatz --version")
    return str(max(found, key=lambda path: path.stat().st_mtime))


def ours(program, plugins, **request):
    """What one of our programs answers, which opens the libraries of these plugins."""
    path = top / "Benchmarks/.build/release" / program
    if not path.exists():
        raise SystemExit(f"first: swift build -c release --package-path Benchmarks --product {program}")
    return json.loads(output(path, ":".join(map(library, plugins)), json.dumps(request)))


def run(scenario, folder, command=top / "ansatz", *options):
    """Runs the text of a scenario, with results under `out` of a folder; its stages' summaries."""
    folder = pathlib.Path(folder)
    folder.mkdir(exist_ok=True)
    (folder / "scenario.yaml").write_text(scenario)
    output(command, "run", folder / "scenario.yaml", "--quiet", "--output", folder / "out", *options)
    return json.loads((folder / "out/summary.json").read_text())["stages"]


def seconds(work, repeats=1):
    """Seconds of each repetition."""
    def once():
        start = time.perf_counter()
        work()
        return time.perf_counter() - start
    return [once() for _ in range(repeats)]


def warm_seconds(work, repeats):
    """Seconds of each repetition after one that doesn't count."""
    return seconds(work, repeats + 1)[1:]


def in_turn(rounds, *sides, warm_up=0):
    """Medians by name, over all rounds.

    A side is a function that gives lists of seconds by name. Sides run one after the other, once a round; the first
    `warm_up` rounds don't count.
    """
    found = collections.defaultdict(list)
    for number in range(warm_up + rounds):
        for side in sides:
            for name, values in side().items():
                found[name] += values if number >= warm_up else []
    return {name: statistics.median(values) for name, values in found.items() if values}


def digits(value):
    """Three digits, or all of a larger number's."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def milliseconds(value):
    return digits(1e3 * value) + " ms"


def title(text):
    print(f"\n{text}\n")


def row(*cells):
    print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)


def head(*cells):
    row(*cells)
    row(*["---"] * len(cells))
