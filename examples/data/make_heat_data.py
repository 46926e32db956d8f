"""Makes the input files of heat-from-data.yaml with h5py, as another program would have left them.

    python3 examples/data/make_heat_data.py

plate.h5    /survey/temperature (33, 33): a plate with two warm spots. Plain datasets, no dimension scales; the scenario
            names the dimensions and where their coordinates are.
heaters.h5  q (time, y, x), float32: two heaters that take turns, from t = 0 to 1. With dimension scales, as netCDF-4
            has them, so the scenario names only the dataset.
"""

from pathlib import Path

import h5py
import numpy as np

folder = Path(__file__).parent
x = np.linspace(0.0, 1.0, 33)
y = np.linspace(0.0, 1.0, 33)
X, Y = np.meshgrid(x, y)


def spot(cx, cy, width):
    return np.exp(-((X - cx) ** 2 + (Y - cy) ** 2) / width**2)


walls = np.sin(np.pi * X) * np.sin(np.pi * Y)

with h5py.File(folder / "plate.h5", "w") as file:
    survey = file.create_group("survey")
    survey.create_dataset("temperature", data=walls * (1.5 * spot(0.3, 0.35, 0.15) + spot(0.7, 0.6, 0.2)))
    survey.create_dataset("x", data=x)
    survey.create_dataset("y", data=y)

times = np.linspace(0.0, 1.0, 21)
heat = np.empty((21, 33, 33), dtype="f4")
for index, time in enumerate(times):
    left = max(0.0, np.sin(2 * np.pi * time))
    right = max(0.0, -np.sin(2 * np.pi * time))
    heat[index] = 20 * walls * (left * spot(0.25, 0.7, 0.1) + right * spot(0.75, 0.3, 0.1))

with h5py.File(folder / "heaters.h5", "w") as file:
    q = file.create_dataset("q", data=heat, compression="gzip", shuffle=True)
    q.attrs["long_name"] = "heat source"
    for number, (name, values) in enumerate([("time", times), ("y", y), ("x", x)]):
        file[name] = values
        file[name].make_scale(name)
        q.dims[number].attach_scale(file[name])
