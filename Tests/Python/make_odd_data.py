"""Writes HDF5 files that are good and unusual, among them such that lead elsewhere: make_odd_data.py FOLDER."""
import sys

import h5py
import numpy as np

folder = sys.argv[1]
plane = np.arange(12.0).reshape(3, 4)

with h5py.File(f"{folder}/source.h5", "w") as file:
    file["T"] = plane

with h5py.File(f"{folder}/virtual.h5", "w") as file:
    layout = h5py.VirtualLayout((3, 4), "f8")
    layout[...] = h5py.VirtualSource("source.h5", "T", (3, 4))
    file.create_virtual_dataset("T", layout)
    file["plane"] = plane
    layout = h5py.VirtualLayout((3, 4), "f8")
    layout[...] = h5py.VirtualSource(".", "plane", (3, 4))
    file.create_virtual_dataset("own", layout)

with h5py.File(f"{folder}/stored_outside.h5", "w") as file:
    file.create_dataset("T", (4,), dtype="f8", external=[("/etc/passwd", 0, 32)])

with h5py.File(f"{folder}/links.h5", "w") as file:
    file["group/T"] = plane
    file["soft"] = h5py.SoftLink("/group/T")
    file["dangling"] = h5py.SoftLink("/nowhere")
    file["outside"] = h5py.ExternalLink("source.h5", "/")
    file["T"] = h5py.ExternalLink("source.h5", "/T")
    file["through"] = h5py.SoftLink("/outside/T")

with h5py.File(f"{folder}/filters.h5", "w") as file:
    numbers = np.arange(1024.0)
    file.create_dataset("szip", data=numbers, chunks=(256,), compression="szip")
    file.create_dataset("lzf", data=numbers, chunks=(256,), compression="lzf")

with h5py.File(f"{folder}/types.h5", "w", libver="latest") as file:
    file["big_endian"] = plane.astype(">f4")
    file["compound"] = np.zeros(3, dtype=[("a", "f8"), ("b", "i4")])
    # One chunk of 128 MiB, never written.
    file.create_dataset("chunk", (2**24, 1), dtype="f8", chunks=(2**24, 1), fillvalue=3)
    # More than any memory holds, in a file of a few kilobytes.
    file.create_dataset("endless", (2**50, 2**10), dtype="f8", chunks=(1, 2**10))

with h5py.File(f"{folder}/long.h5", "w") as file:
    data = file.create_dataset("T", (3000, 4000), dtype="f8", chunks=(7, 4000), compression="gzip", compression_opts=1)
    for row in range(3000):
        data[row] = row
