"""Writes small HDF5 files of many kinds, to be mutated: make_seeds.py FOLDER."""
import sys

import h5py
import netCDF4
import numpy as np

folder = sys.argv[1]
plane = np.sin(np.arange(6.0))[:, None] * np.cos(np.arange(5.0))[None, :]


def scales(file, data, **axes):
    for number, (name, points) in enumerate(axes.items()):
        scale = file.create_dataset(name, data=points)
        scale.make_scale(name)
        data.dims[number].label = name
        data.dims[number].attach_scale(scale)


def fill(file):
    """What each version of the format is given: layouts, filters, types, links, attributes."""
    data = file.create_dataset("T", data=plane)
    scales(file, data, y=np.arange(6.0), x=np.arange(5.0))
    data.attrs["units"] = "K"
    file.attrs["title"] = "a seed"
    file.attrs["names"] = ["one", "two", "three"]
    file.attrs["sizes"] = np.arange(4)
    file.create_dataset("chunked", data=plane, chunks=(2, 3))
    file.create_dataset("packed", data=plane, chunks=(3, 5), compression="gzip", shuffle=True, fletcher32=True)
    file.create_dataset("group/inner", data=np.arange(7, dtype=">i2"))
    file["group/soft"] = h5py.SoftLink("/T")
    file["group/hard"] = file["T"]
    file["group/outside"] = h5py.ExternalLink("other.h5", "/T")


for version in ("earliest", "latest"):
    with h5py.File(f"{folder}/{version}.h5", "w", libver=version) as file:
        fill(file)
    with h5py.File(f"{folder}/types-{version}.h5", "w", libver=version) as file:
        kind = np.dtype([("a", "f8"), ("b", "i4", (2,)), ("c", "S3")])
        file["compound"] = np.zeros(3, dtype=kind)
        file["texts"] = ["a", "bcd", "efghij"]
        file["fixed"] = np.array([b"ab", b"cd"])
        file["flags"] = np.array([True, False])
        file["half"] = np.array([0.5, 2], dtype="f2")
        file["reference"] = np.array([file["half"].ref], dtype=h5py.ref_dtype)
        ragged = file.create_dataset("ragged", (2,), dtype=h5py.vlen_dtype("i4"))
        ragged[0], ragged[1] = [1, 2], [3]
        file["named"] = np.dtype("f4")
    # Many attributes and links: heaps and trees of the newer format.
    with h5py.File(f"{folder}/many-{version}.h5", "w", libver=version, track_order=version == "latest") as file:
        data = file.create_dataset("T", data=plane)
        for number in range(12):
            data.attrs[f"attribute{number}"] = f"text {number}" if number % 2 else float(number)
            file[f"group/member{number}"] = float(number)

# Every kind of index that chunks can have.
with h5py.File(f"{folder}/indexes.h5", "w", libver="latest") as file:
    file.create_dataset("T", data=plane, chunks=(2, 2))
    file.create_dataset("one", data=plane, chunks=(6, 5), compression="gzip")
    file.create_dataset("growing", data=plane, chunks=(1, 2), maxshape=(None, 5))
    file.create_dataset("both", data=plane, chunks=(1, 2), maxshape=(None, None), compression="gzip")
    file.create_dataset("sparse", (64, 8), dtype="f4", chunks=(8, 8), fillvalue=2)
    file["sparse"][3] = 1

with h5py.File(f"{folder}/filters.h5", "w") as file:
    numbers = np.arange(64.0)
    file.create_dataset("T", data=numbers, chunks=(16,), compression="szip")
    file.create_dataset("scaled", data=numbers.astype("i4"), chunks=(16,), scaleoffset=0)
    file.create_dataset("lzf", data=numbers, chunks=(16,), compression="lzf")

with h5py.File(f"{folder}/virtual.h5", "w", libver="latest") as file:
    file["T"] = plane
    layout = h5py.VirtualLayout(plane.shape, "f8")
    layout[...] = h5py.VirtualSource(".", "T", plane.shape)
    file.create_virtual_dataset("V", layout)
    layout[...] = h5py.VirtualSource("other.h5", "T", plane.shape)
    file.create_virtual_dataset("elsewhere", layout)
    file.create_dataset("external", (4,), dtype="f8", external=[("other.raw", 0, 32)])

with h5py.File(f"{folder}/userblock.h5", "w", userblock_size=512) as file:
    file["T"] = plane

with netCDF4.Dataset(f"{folder}/weather.nc", "w") as file:
    file.title = "packed"
    file.createDimension("time", None)
    file.createDimension("lat", 3)
    file.createDimension("bare", 2)
    lat = file.createVariable("lat", "f4", ("lat",))
    lat.units = "degrees_north"
    lat[:] = [-45, 0, 60]
    time = file.createVariable("time", "f8", ("time",), chunksizes=(4,))
    time.units = "days since 2000-01-01"
    packed = file.createVariable("T", "i2", ("time", "lat"), fill_value=-999, zlib=True)
    packed.scale_factor, packed.add_offset, packed.units = 0.5, 10.0, "K"
    packed[0:2] = [[10.5, 11.0, 12.5], [12.0, 12.5, 13.0]]
    time[0:2] = [0, 1]
    group = file.createGroup("more")
    group.createVariable("plain", "f4", ("bare", "lat"))[0] = [1, 2, 3]
