#!/usr/bin/env python3
"""neuraloperator's TFNO on its small Darcy data by torch: the peer of darcy-tfno-16.yaml.

    python3 -m venv /somewhere/peers && /somewhere/peers/bin/pip install torch==2.13.0 neuraloperator==2.0.0 h5py \\
        --extra-index-url https://download.pytorch.org/whl/cpu
    /somewhere/peers/bin/python Benchmarks/reproductions/darcy_small.py
    /somewhere/peers/bin/python Benchmarks/reproductions/darcy_tfno_torch.py [--seed 0] [--threads 2]
"""

import argparse
import pathlib
import time

import h5py
import neuralop.losses
import neuralop.models
import neuralop.training
import torch

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--seed", type=int, default=0)
parser.add_argument("--threads", type=int, default=2)
arguments = parser.parse_args()
torch.manual_seed(arguments.seed)
torch.set_num_threads(arguments.threads)


def read(name):
    with h5py.File(pathlib.Path(__file__).resolve().parents[2] / "runs" / "darcy-small" / f"{name}.h5") as file:
        return [torch.from_numpy(file[key][...]).float().unsqueeze(1) for key in "xy"]


x, y = read("train_16")
mean, deviation = y.mean(), y.std()
network = neuralop.models.TFNO(
    n_modes=(16, 16), in_channels=1, out_channels=1, hidden_channels=32, n_layers=4, lifting_channel_ratio=8,
    projection_channel_ratio=2, factorization="tucker", implementation="factorized", rank=0.42, use_channel_mlp=False)
optimizer = neuralop.training.AdamW(network.parameters(), lr=8e-3, weight_decay=1e-4)
schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=30)
slopes, values = neuralop.losses.H1Loss(d=2), neuralop.losses.LpLoss(d=2, p=2)
start = time.time()
for _ in range(20):
    for batch in torch.randperm(len(x)).split(32):
        optimizer.zero_grad()
        slopes(network(x[batch]), (y[batch] - mean) / deviation).backward()
        optimizer.step()
    schedule.step()
print(f"trained in {time.time() - start:.0f} s")
with torch.no_grad():
    for name in "test_16", "test_32":
        inputs, truth = read(name)
        answer = network(inputs) * deviation + mean
        print(f"{name}: relative L2 {values(answer, truth) / len(truth):.4f}")
