#!/bin/bash
# Usage: Tests/Sanitizers/run-tests.sh address|thread [arguments of swift test]
# Builds everything with a sanitizer into .build/sanitize-<kind>, runs the tests there, and counts the reports of the
# tests and of every command and plugin that they start. Status 0: the tests passed and there is no report.
set -euo pipefail
cd -- "$(dirname -- "$0")/../.."
kind=${1-}
case $kind in
address | thread) shift ;;
*)
    sed -n '2,4s/^# //p' "$0" >&2
    exit 64
    ;;
esac

scratch=$PWD/.build/sanitize-$kind
reports=$scratch/reports
suppressions=$PWD/Tests/Sanitizers/$kind.supp
mkdir -p -- "$scratch"

# Plugins that tests compile get the same sanitizer, which the engine knows by this.
flags=(-c release --sanitize="$kind" --scratch-path "$scratch" -Xswiftc "-DANSATZ_SANITIZE_${kind^^}")
echo "building with the $kind sanitizer; a first build takes 5 to 15 minutes" >&2
swift build "${flags[@]}" --build-tests >"$scratch/build.log" 2>&1 || {
    grep -E 'error:' "$scratch/build.log" | sort -u >&2
    exit 1
}

rm -rf -- "$reports"
mkdir -p -- "$reports"
# Instrumented code is slow; claims about time are multiplied.
export ANSATZ_CONTRACT_SLACK=10
common="log_path=$reports/report:exitcode=77"
case $kind in
address)
    # Leaks have their own command: a test that ends a process early leaks on purpose.
    export ASAN_OPTIONS="$common:detect_leaks=0:allocator_may_return_null=1:suppressions=$suppressions"
    ;;
thread)
    # Libraries that are not instrumented (HDF5, FFTW, OpenBLAS, oneDNN, libgomp) synchronise unseen.
    export TSAN_OPTIONS="$common:ignore_noninstrumented_modules=1:suppressions=$suppressions"
    ;;
esac

# Without address randomisation, where that can be had: the thread sanitizer needs certain addresses free.
runner=()
if setarch --addr-no-randomize true 2>/dev/null; then runner=(setarch --addr-no-randomize); fi
status=0
SECONDS=0
"${runner[@]}" swift test "${flags[@]}" --skip-build --disable-xctest --disable-testable-imports "$@" || status=$?

# The process that reads foreign HDF5 may write no files. Where the library crashes on a damaged one, which tests do on
# purpose, its report is empty.
found=$(find "$reports" -type f -size +0 | wc -l)
echo "$kind sanitizer: tests ended with status $status after $SECONDS s; processes with reports: $found" >&2
if [ "$found" -gt 0 ]; then
    find "$reports" -type f -exec grep -h -m 1 -E '^SUMMARY' {} + | sort | uniq -c | sort -rn >&2 || true
    echo "the reports are in $reports" >&2
    exit 1
fi
exit "$status"
