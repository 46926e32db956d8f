#pragma once
#include <hdf5.h>
#include <hdf5_hl.h>

// HDF5 names its constants by macros that call a function or have a comma, which Swift does not import.
static inline hid_t chdf5_native_double(void) { return H5T_NATIVE_DOUBLE; }
