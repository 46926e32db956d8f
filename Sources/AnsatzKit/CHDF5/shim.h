#pragma once
#include <hdf5.h>
#include <hdf5_hl.h>

// HDF5 names its constants by macros that call a function, cast or have a comma, which Swift does not import.
static inline hid_t chdf5_native_double(void) { return H5T_NATIVE_DOUBLE; }
static inline hid_t chdf5_native_float(void) { return H5T_NATIVE_FLOAT; }
static inline hid_t chdf5_native_int64(void) { return H5T_NATIVE_INT64; }
static inline hid_t chdf5_float64_little_endian(void) { return H5T_IEEE_F64LE; }
static inline hid_t chdf5_float32_little_endian(void) { return H5T_IEEE_F32LE; }
static inline hid_t chdf5_int64_little_endian(void) { return H5T_STD_I64LE; }
static inline hid_t chdf5_c_string(void) { return H5T_C_S1; }
static inline size_t chdf5_variable_length(void) { return H5T_VARIABLE; }

static inline hid_t chdf5_file_create_class(void) { return H5P_FILE_CREATE; }
static inline hid_t chdf5_file_access_class(void) { return H5P_FILE_ACCESS; }
static inline hid_t chdf5_group_create_class(void) { return H5P_GROUP_CREATE; }
static inline hid_t chdf5_dataset_create_class(void) { return H5P_DATASET_CREATE; }
static inline hid_t chdf5_dataset_access_class(void) { return H5P_DATASET_ACCESS; }
static inline hid_t chdf5_link_access_class(void) { return H5P_LINK_ACCESS; }
static inline hid_t chdf5_link_create_class(void) { return H5P_LINK_CREATE; }
static inline hid_t chdf5_attribute_create_class(void) { return H5P_ATTRIBUTE_CREATE; }
static inline hid_t chdf5_default(void) { return H5P_DEFAULT; }

static inline hid_t chdf5_all(void) { return H5S_ALL; }
static inline hsize_t chdf5_unlimited(void) { return H5S_UNLIMITED; }
static inline unsigned chdf5_read_only(void) { return H5F_ACC_RDONLY; }
static inline unsigned chdf5_truncate(void) { return H5F_ACC_TRUNC; }
static inline hid_t chdf5_error_stack(void) { return H5E_DEFAULT; }
static inline unsigned chdf5_creation_order(void) { return H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED; }

// glibc declares this only for _GNU_SOURCE, which Swift's importer does not set.
extern int memfd_create(const char *name, unsigned flags);
/// A file that exists in memory only, for what the library insists on writing after a failure.
static inline int chdf5_memory_file(void) { return memfd_create("abandoned", 1 /* MFD_CLOEXEC */); }

extern int posix_spawn_file_actions_addclosefrom_np(void *actions, int lowest);
/// Adds to the actions of a spawned process that it closes all descriptors from `lowest` on.
static inline int chdf5_close_from(void *actions, int lowest) {
    return posix_spawn_file_actions_addclosefrom_np(actions, lowest);
}

static inline int chdf5_is_parallel(void) {
#ifdef H5_HAVE_PARALLEL
    return 1;
#else
    return 0;
#endif
}
