"""Writes HDF5 files as other programs make them: make_fixtures.py FOLDER."""
import sys

import h5py
import netCDF4
import numpy as np

folder = sys.argv[1]


def ramp(*shape, dtype="f8"):
    """0, 1, 2, ... in row-major order."""
    return np.arange(np.prod(shape), dtype=dtype).reshape(shape)


with h5py.File(f"{folder}/kinds.h5", "w") as file:
    file["big_endian"] = ramp(2, 3, dtype=">f4")
    file["int8"] = np.array([-128, 0, 127], dtype="i1")
    file["uint64"] = np.array([0, 2**40], dtype="u8")
    file["half"] = np.array([0.5, -2.0], dtype="f2")
    file["flags"] = np.array([True, False, True])
    file["scalar"] = 2.5
    file["text"] = "not a number"
    file["texts"] = ["a", "b"]
    file["complex"] = np.array([1 + 2j])
    file["nothing"] = h5py.Empty("f8")
    file.create_dataset("huge", shape=(2**40, 2**10), dtype="f8", chunks=(1, 2**10))
    file.create_dataset("hugechunk", shape=(2**26, 2), dtype="i8", chunks=(2**20, 2))
    file["group/inner"] = ramp(4)
    file["soft"] = h5py.SoftLink("/group/inner")
    file["external"] = h5py.ExternalLink("other.h5", "/x")
    file["loop/again"] = file["/"]
    labelled = file.create_dataset("labelled", data=ramp(2, 2))
    labelled.dims[0].label = "row"
    labelled.attrs["note"] = ["one", "two"]
    labelled.attrs["count"] = np.int16(3)
    labelled.attrs["reference"] = file["half"].ref

with h5py.File(f"{folder}/pdebench1d.h5", "w") as file:
    file["tensor"] = ramp(3, 4, 5, dtype="f4")
    file["x-coordinate"] = np.linspace(0.1, 0.9, 5, dtype="f4")
    file["t-coordinate"] = np.arange(5) * 0.5  # one more than there are times, as in PDEBench

with h5py.File(f"{folder}/pdebench2d.h5", "w") as file:
    file["tensor"] = ramp(2, 3, 4, 5, 2, dtype="f4")
    file["nu"] = ramp(2, 4, 5, dtype="f4")
    file["x-coordinate"] = np.arange(4.0)
    file["y-coordinate"] = np.arange(5.0)
    file["t-coordinate"] = np.arange(4.0)

with h5py.File(f"{folder}/seeds.h5", "w") as file:
    for seed in ("0000", "0001"):
        file[f"{seed}/data"] = ramp(3, 4, 4, 1, dtype="f4") + int(seed)
        file[f"{seed}/grid/x"] = np.linspace(-1, 1, 4, dtype="f4")
        file[f"{seed}/grid/y"] = np.linspace(-2, 2, 4, dtype="f4")
        file[f"{seed}/grid/t"] = np.arange(3.0)
        file[seed].attrs["config"] = "sim: {}"

with netCDF4.Dataset(f"{folder}/weather.nc", "w") as file:
    file.title = "packed"
    file.createDimension("time", None)
    file.createDimension("lat", 3)
    file.createDimension("bare", 2)
    lat = file.createVariable("lat", "f4", ("lat",))
    lat.units = "degrees_north"
    lat[:] = [-45, 0, 60]
    time = file.createVariable("time", "f8", ("time",))
    time.units = "days since 2000-01-01"
    packed = file.createVariable("packed", "i2", ("time", "lat"), fill_value=-999, zlib=True)
    packed.scale_factor, packed.add_offset, packed.units = 0.5, 10.0, "K"
    packed[0:2] = np.ma.masked_equal([[10.5, 11.0, -1.0], [12.0, 12.5, 13.0]], -1.0)
    time[0:2] = [0, 1]
    plain = file.createVariable("plain", "f4", ("bare", "lat"))
    plain[0] = [1, 2, 3]  # the second row is never written
