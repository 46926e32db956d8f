#!/usr/bin/env python3
"""The small Darcy data that came with neuraloperator 0.3.0 (MIT licence), as HDF5 files in runs/darcy-small.

    python3 -m venv /somewhere/peers && /somewhere/peers/bin/pip install torch==2.13.0 h5py \\
        --extra-index-url https://download.pytorch.org/whl/cpu
    /somewhere/peers/bin/python Benchmarks/reproductions/darcy_small.py

Later versions of the package fetch other data. 1,000 samples to learn from on 16 x 16 points, and 50 to test on with 16 x 16
and with 32 x 32: x is which of two coefficients a point has, y the solution.
"""

import io
import pathlib
import subprocess
import sys
import tempfile
import zipfile

import h5py
import torch

target = pathlib.Path(__file__).resolve().parents[2] / "runs" / "darcy-small"
target.mkdir(parents=True, exist_ok=True)
with tempfile.TemporaryDirectory() as folder:
    subprocess.run(
        [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", folder, "neuraloperator==0.3.0"], check=True)
    wheel = zipfile.ZipFile(next(pathlib.Path(folder).glob("*.whl")))
    for name in "train_16", "test_16", "test_32":
        data = torch.load(io.BytesIO(wheel.read(f"neuralop/datasets/data/darcy_{name}.pt")), weights_only=True)
        with h5py.File(target / f"{name}.h5", "w") as file:
            for variable, values in data.items():
                file[variable] = values.numpy()
print(f"{target}: train_16.h5, test_16.h5, test_32.h5")
