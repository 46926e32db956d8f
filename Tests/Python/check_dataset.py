"""Opens a file of ours with the programs of others: check_dataset.py static|stream FILE."""
import sys

import h5py
import netCDF4
import numpy as np
import xarray

kind, path = sys.argv[1:]

y, x = np.arange(3) * 0.5 - 1, np.array([0.0, 1.0, 10.0, 100.0])
plane = 10 * np.arange(3.0)[:, None] + np.arange(4.0)[None, :]


def check_static():
    for engine in ("h5netcdf", "netcdf4"):
        with xarray.open_dataset(path, engine=engine) as data:
            assert data["T"].dims == ("y", "x"), (engine, data["T"].dims)
            np.testing.assert_array_equal(data["T"], plane)
            assert data["T"].dtype == np.float64
            assert data["T"].attrs["units"] == "K" and data["T"].attrs["long_name"] == "temperature"
            assert data["w"].dims == ("sample", "y", "x") and data["w"].dtype == np.float32
            np.testing.assert_array_equal(data["w"], np.stack([plane, plane + 100]).astype("f4"))
            np.testing.assert_array_equal(data["x"], x)
            np.testing.assert_array_equal(data["y"], y)
            assert data["x"].attrs["units"] == "m"
            assert data["level"].dims == () and float(data["level"]) == 2.5
            assert data.attrs["title"] == "Wärme über α ∂²u/∂x²", data.attrs["title"]
            assert data.attrs["seed"] == 7 and data.attrs["rate"] == 0.25
            np.testing.assert_array_equal(data.attrs["sizes"], [1, 2, 3])
            assert list(data.attrs["names"]) == ["eins", "zwölf"], data.attrs["names"]
            assert len(data.attrs["scenario"]) == 200_000
            assert data.attrs["Conventions"].startswith("CF-")
    with h5py.File(path) as file:
        assert [d.label for d in file["T"].dims] == ["y", "x"]
        assert file["T"].dims[1][0] == file["x"] and h5py.h5ds.is_scale(file["x"].id)
        assert file["w"].chunks == (2, 3, 4) and file["w"].shuffle and file["w"].compression == "gzip"
        assert np.isnan(file["T"].fillvalue)
    # netCDF writes to a file only where the order of links and attributes is tracked as it does itself.
    with netCDF4.Dataset(path, "a") as file:
        file.createVariable("more", "f8", ("y",))[:] = [1, 2, 3]
    with xarray.open_dataset(path, engine="h5netcdf") as data:
        np.testing.assert_array_equal(data["more"], [1, 2, 3])
        np.testing.assert_array_equal(data["T"], plane)


def check_stream():
    frames = 50
    for engine in ("h5netcdf", "netcdf4"):
        with xarray.open_dataset(path, engine=engine) as data:
            assert data["u"].dims == ("time", "y", "x") and data["u"].shape == (frames, 40, 30)
            expected = np.arange(frames)[:, None, None] + np.arange(1200.0).reshape(40, 30) / 7
            np.testing.assert_array_equal(data["u"], expected)
            np.testing.assert_array_equal(data["v"], expected.astype("f4"))
            np.testing.assert_array_equal(data["energy"], np.arange(frames) ** 2)
            np.testing.assert_array_equal(data["probe"], np.arange(frames)[:, None] + [0.0, 0.5])
            np.testing.assert_array_equal(data["time"], np.arange(frames) * 0.25)
            assert data["time"].attrs["units"] == "s" and data["time"].dtype == np.float64
            np.testing.assert_array_equal(data["k"], [3.0] * 30)
            if engine == "netcdf4":
                assert data.encoding["unlimited_dims"] == {"time"}
    with h5py.File(path) as file:
        assert file["u"].chunks == (1, 40, 30) and file["u"].maxshape == (None, 40, 30)
        assert file["energy"].chunks[0] > 1 and file["energy"].shape == (frames,)
        assert [d.label for d in file["u"].dims] == ["time", "y", "x"]
        assert file["u"].dims[0][0] == file["time"]


{"static": check_static, "stream": check_stream}[kind]()
