"""Writes HDF5 files that don't fit a run on the unit square, and damaged ones: make_hostile_data.py FOLDER."""
import sys

import h5py
import numpy as np

folder = sys.argv[1]
square = np.linspace(0, 1, 11)


def write(name, values, **coordinates):
    """One dataset `T` with its coordinates as dimension scales, slowest first."""
    with h5py.File(f"{folder}/{name}.h5", "w") as file:
        data = file.create_dataset("T", data=values)
        for number, (axis, points) in enumerate(coordinates.items()):
            scale = file.create_dataset(axis, data=points)
            scale.make_scale(axis)
            data.dims[number].label = axis
            data.dims[number].attach_scale(scale)
            if axis == "time":
                scale.attrs["units"] = "s"


plane = np.sin(np.pi * square)[:, None] * np.sin(np.pi * square)[None, :]
write("good", plane, y=square, x=square)
write("half", plane, y=square, x=square / 2)
write("cube", np.stack([plane, plane]), z=[0.0, 1.0], y=square, x=square)
write("falling", plane, y=square, x=square[::-1])

broken = plane.copy()
broken[3, 5] = np.nan
write("nan", broken, y=square, x=square)

series = np.stack([plane] * 3)
write("series", series, time=[0.0, 0.002, 0.004], y=square, x=square)
write("unordered", series, time=[0.0, 0.004, 0.002], y=square, x=square)
late = series.copy()
late[2, 0, 1] = np.inf
write("late_infinity", late, time=[0.0, 0.005, 0.01], y=square, x=square)

with h5py.File(f"{folder}/bare.h5", "w") as file:
    file["T"] = plane[:5, :6]
    file["names"] = ["a", "b"]
    file["group/inner"] = plane

# A length that no memory holds, in a file of a few kilobytes.
with h5py.File(f"{folder}/endless.h5", "w") as file:
    file.create_dataset("T", shape=(2**50, 2**10), dtype="f8", chunks=(1, 2**10))

with open(f"{folder}/text.h5", "w") as file:
    file.write("x,y,T\n0,0,1\n")
open(f"{folder}/empty.h5", "w").close()
whole = open(f"{folder}/good.h5", "rb").read()
for part in (1, 7, 64, 512, len(whole) // 2, len(whole) - 1):
    with open(f"{folder}/cut{part if part < 1000 else ('half' if part < len(whole) - 1 else 'last')}.h5", "wb") as file:
        file.write(whole[:part])
