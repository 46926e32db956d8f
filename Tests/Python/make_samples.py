"""Writes HDF5 files with samples as other programs lay them out: make_samples.py FOLDER."""
import sys

import h5py
import numpy as np

folder = sys.argv[1]


def value(sample, y, x):
    """A number that says where it is from."""
    return 100.0 * sample + 10.0 * y + x


samples, rows, columns = 6, 5, 4
s, y, x = np.meshgrid(np.arange(samples), np.arange(rows), np.arange(columns), indexing="ij")
u = value(s, y, x)

with h5py.File(f"{folder}/raw.h5", "w") as file:
    file["a"] = (s + y + x) % 2 == 0
    file["u"] = u.astype("f8")
    file["k"] = u.astype("i4")
    file["grid/x"] = np.linspace(0, 3, columns)
    file["grid/y"] = np.linspace(0, 1, rows)
    file["mean"] = u.mean(axis=(1, 2)).astype("f4")
    file["text"] = "no number"
    # MATLAB's order, and samples in the middle.
    file["reversed"] = u.transpose(2, 1, 0).astype("f4")
    file["between"] = np.ascontiguousarray(u.transpose(1, 0, 2)).astype(">f4")
    file.create_dataset("packed", data=u.astype("f4"), chunks=(2, 3, 4), compression="gzip", shuffle=True)
    for sample in range(samples):
        # Without zeros in front: 10 comes after 9 only as a number.
        file[f"runs/run{sample + 8}/u"] = u[sample]
    file["first"] = u[:2]
    file["rest"] = u[2:]
    bad = u.copy()
    bad[3, 1, 2] = np.nan
    file["bad"] = bad
    file["short"] = u[:5]

with h5py.File(f"{folder}/ours.h5", "w") as file:
    file["sample"] = np.arange(6.0)
    file["sample"].make_scale("sample")
    file["x"] = np.linspace(0, 1, 4)
    file["x"].make_scale("x")
    for name, data in (("v", u[:, 0]), ("w", u[:, 1]), ("residual", np.zeros(6)), ("split", np.array([0, 0, 1, 0, 1, 1.0]))):
        file[name] = data
        file[name].dims[0].attach_scale(file["sample"])
        if data.ndim > 1:
            file[name].dims[1].attach_scale(file["x"])
    file["split"].attrs["flag_meanings"] = "train test"
