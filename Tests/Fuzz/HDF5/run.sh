#!/bin/sh
# Reads many damaged HDF5 files as the command does: run.sh [CASES [SEED [FIRST]]], from anywhere in the repository.
# Mutants that the library crashed or hung on are kept in fuzz-hdf5/ (or $ANSATZ_FUZZ_HDF5_FOLDER), with counts.txt.
set -eu
cd "$(git rev-parse --show-toplevel)"
export ANSATZ_FUZZ_HDF5_CASES="${1:-20000}" ANSATZ_FUZZ_HDF5_SEED="${2:-1}" ANSATZ_FUZZ_HDF5_FIRST="${3:-0}"
export ANSATZ_FUZZ_HDF5_COMMANDS="${ANSATZ_FUZZ_HDF5_COMMANDS:-300}"
export ANSATZ_FUZZ_HDF5_FOLDER="${ANSATZ_FUZZ_HDF5_FOLDER:-$PWD/fuzz-hdf5}"
mkdir -p "$ANSATZ_FUZZ_HDF5_FOLDER"
swift build -c release --build-tests
nice swift test -c release --skip-build --disable-xctest --disable-testable-imports --filter HDF5FuzzTests
