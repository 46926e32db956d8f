#!/bin/bash
# Usage: Tests/Sanitizers/check-leaks.sh [SCENARIO...]
# Runs scenarios with the address sanitizer's build (Tests/Sanitizers/run-tests.sh address makes it) and reports memory
# that nothing refers to at the end. Without names: an example that ends within seconds. Status 0: none.
set -euo pipefail
cd -- "$(dirname -- "$0")/../.."
command=$PWD/.build/sanitize-address/release/ansatz
case ${1-} in
-*)
    sed -n '2,4s/^# //p' "$0" >&2
    exit 64
    ;;
esac
if [ $# -eq 0 ]; then set -- examples/poisson-solvers.yaml; fi
if ! [ -x "$command" ]; then
    swift build -c release --sanitize=address --scratch-path .build/sanitize-address -Xswiftc -DANSATZ_SANITIZE_ADDRESS
fi

work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
export ASAN_OPTIONS="detect_leaks=1:exitcode=77:log_path=$work/report"
export LSAN_OPTIONS="suppressions=$PWD/Tests/Sanitizers/leak.supp:print_suppressions=0"
failed=0
for scenario in "$@"; do
    status=0
    "$command" run "$scenario" --output "$work/run-$failed-$(basename -- "$scenario")" >"$work/output" 2>&1 || status=$?
    echo "$scenario: status $status, reports: $(find "$work" -name 'report.*' | wc -l)"
    if [ "$status" -ne 0 ]; then
        failed=1
        tail -n 5 "$work/output"
    fi
done
find "$work" -name 'report.*' -exec cat {} +
exit "$failed"
