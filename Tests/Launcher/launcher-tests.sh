#!/bin/sh
# Tests of ./ansatz with stand-ins for swift, dpkg-query, apt-get and sudo, in a temporary copy of the repository's shape.
# Prints one line a claim; the exit status is 1 if any claim is false.
set -u
launcher=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd -P)/ansatz
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
unset CI
failures=0

# --- the stand-ins ----------------------------------------------------------------------------------------------------
# Each writes how it was called to $work/calls. What they answer is in files of $work/machine.

stand_in() {
    cat >"$work/bin/$1"
    chmod +x "$work/bin/$1"
}

fresh_machine() {
    rm -rf -- "${work:?}/bin" "$work/machine" "$work/a folder" "$work/calls"
    mkdir -p "$work/bin" "$work/machine" "$work/a folder/ansatz/Sources/Command" "$work/a folder/ansatz/Plugins/One" \
        "$work/a folder/ansatz/Tests"
    repository="$work/a folder/ansatz"
    cp -- "$launcher" "$repository/ansatz"
    printf '[build]\nlibfirst-dev\nlibsecond-dev # why\n\n[test]\n# a comment\npython3-third\n' >"$repository/debian-packages.txt"
    echo manifest >"$repository/Package.swift"
    echo one >"$repository/Plugins/One/One.swift"
    echo main >"$repository/Sources/Command/main.swift"
    printf 'libfirst-dev\nlibsecond-dev\npython3-third\n' >"$work/machine/installed"
    echo 6.3.1 >"$work/machine/swift-version"
    : >"$work/calls"
    for tool in awk cat cksum dirname env find flock grep head mkdir readlink rm sed sh sleep tail tr uname; do
        ln -s "$(command -v $tool)" "$work/bin/$tool"
    done
    WORK=$work
    export WORK

    stand_in id <<'TOOL'
#!/bin/sh
echo 1000
TOOL
    stand_in dpkg-query <<'TOOL'
#!/bin/sh
for name; do
    if grep -qx -- "$name" "$WORK/machine/installed"; then echo "installed $name 1.0"; fi
done
TOOL
    stand_in sudo <<'TOOL'
#!/bin/sh
echo "sudo $*" >>"$WORK/calls"
exec "$@"
TOOL
    stand_in apt-get <<'TOOL'
#!/bin/sh
echo "apt-get $*" >>"$WORK/calls"
case " $* " in
    *" update "*) rm -f "$WORK/machine/no-lists" ;;
    *" --simulate "*) ! [ -e "$WORK/machine/no-lists" ] ;;
    *" install "*)
        if [ -e "$WORK/machine/no-lists" ]; then exit 100; fi
        for name; do echo "$name"; done >>"$WORK/machine/installed"
        ;;
esac
TOOL
    stand_in swift <<'TOOL'
#!/bin/sh
echo "swift $*" >>"$WORK/calls"
if [ "$1" = --version ]; then
    echo "Swift version $(cat "$WORK/machine/swift-version") (stand-in)"
    exit
fi
verb=$1
while [ "$1" != --scratch-path ]; do shift; done
scratch=$2
case $verb in
    test)
        echo "tests in $PWD: $*"
        exit "$(cat "$WORK/machine/tests-exit" 2>/dev/null || echo 0)"
        ;;
    package) rm -rf "$scratch" ;;
    build)
        if [ -e "$WORK/machine/slow" ]; then sleep 1; fi
        if grep -q mistake Sources/Command/main.swift; then
            echo "$PWD/Sources/Command/main.swift:1:1: error: a mistake"
            exit 1
        fi
        mkdir -p "$scratch/release"
        cat >"$scratch/release/ansatz" <<'COMMAND'
#!/bin/sh
for word; do printf '<%s>' "$word"; done
echo " in $PWD"
if [ "${1-}" = fail ]; then exit 42; fi
if [ "${1-}" = linger ]; then exec sleep 2; fi
if [ "${1-}" = killed ]; then kill -TERM $$; fi
COMMAND
        env chmod +x "$scratch/release/ansatz"
        ;;
esac
TOOL
    ln -s "$(command -v chmod)" "$work/bin/chmod"
}

# --- claims -----------------------------------------------------------------------------------------------------------

# Runs the launcher with only the stand-ins on PATH: `output`, `errors` and `code` are what came of it.
launch() {
    : >"$work/calls"
    output=$(PATH=$work/bin "${program:-$repository/ansatz}" "$@" 2>"$work/errors" </dev/null)
    code=$?
    errors=$(cat "$work/errors")
}

claim() {
    if [ "$2" = "$3" ]; then
        echo "ok: $1"
    else
        failures=$((failures + 1))
        printf 'FALSE: %s\n  expected: %s\n  found:    %s\n  errors:   %s\n' "$1" "$3" "$2" "${errors-}"
    fi
}

claim_has() {
    case $2 in
        *"$3"*) claim "$1" yes yes ;;
        *) claim "$1" "$2" "...$3..." ;;
    esac
}

builds() { grep -c '^swift build' "$work/calls"; }
installs() { grep -c '^apt-get.* install ' "$work/calls"; }

arguments_and_exit_codes() {
    fresh_machine
    # shellcheck disable=SC2016 # a dollar sign must arrive as one
    launch run 'two words' '' --yes --set 'a=$b'
    claim "arguments after the verb arrive unchanged, in the caller's folder" \
        "$output" "<run><two words><><--yes><--set><a=\$b> in $PWD"
    launch fail
    claim "the exit code is the command's" "$code" 42
    launch killed
    claim "a signal that kills the command is seen by the caller" "$code" 143
    launch --version
    claim "an option that is not the launcher's is the command's" "$output" "<--version> in $PWD"
    launch run --launcher-help
    claim "launcher options after the verb are the command's" "$output" "<run><--launcher-help> in $PWD"
    launch --launcher-help
    claim_has "the launcher explains itself" "$output" "--no-packages"
    claim "and does nothing else" "$(cat "$work/calls")" ""

    ln -s "$repository/ansatz" "$work/link to ansatz"
    program="$work/link to ansatz"
    launch x
    program=
    claim "it works through a symbolic link" "$output" "<x> in $PWD"
    rm -f "$work/link to ansatz"
    output=$(cd / && PATH=$work/bin "$repository/ansatz" x)
    claim "it works from another folder" "$output" "<x> in /"
}

stamp() {
    fresh_machine
    launch x
    claim "the first call builds" "$(builds)" 1
    launch x
    claim "the second does not even ask for the Swift version" "$(cat "$work/calls")" ""
    echo maim >"$repository/Sources/Command/main.swift"
    launch x
    claim "an edit of the same size builds" "$(builds)" 1
    echo new >"$repository/Plugins/One/Two.swift"
    launch x
    claim "a new file builds" "$(builds)" 1
    rm "$repository/Plugins/One/Two.swift"
    launch x
    claim "a deleted file builds" "$(builds)" 1
    touch -d '2020-01-01' "$repository/Sources/Command/main.swift"
    launch x
    claim "a file restored from long ago builds" "$(builds)" 1
    echo "a test" >"$repository/Tests/Some.swift"
    echo x >"$repository/Sources/.main.swift.swp"
    launch x
    claim "tests and an editor's files don't" "$(builds)" 0
    touch "$work/bin/swift"
    launch x
    claim "another toolchain builds" "$(builds)" 1
    launch --rebuild x
    claim "--rebuild builds" "$(builds) $output" "1 <x> in $PWD"
    claim_has "and cleans first" "$(cat "$work/calls")" "swift package"
    echo three >"$repository/Sources/Command/main.swift"
    launch --no-build x
    claim "--no-build runs what there is" "$output $(builds)" "<x> in $PWD 0"
    rm -rf "$repository/.build"
    launch --no-build x
    claim "and says so when there is nothing" "$code" 69
}

failing_builds() {
    fresh_machine
    launch x
    cp -p "$repository/Sources/Command/main.swift" "$work/good.swift"
    echo mistake >"$repository/Sources/Command/main.swift"
    launch x
    claim "a failed build exits with 70" "$code" 70
    claim "and does not run the old program" "$output" ""
    claim_has "it shows the compiler's error" "$errors" "main.swift:1:1: error: a mistake"
    claim_has "and the log's path" "$errors" "/build.log"
    launch x
    claim "the next call tries again" "$(builds) $code" "1 70"
    cp -p "$work/good.swift" "$repository/Sources/Command/main.swift"
    launch x
    claim "what a failed build left is not taken for the build of the sources before it" "$(builds)" 1
    claim "and the command runs again" "$output" "<x> in $PWD"
}

packages() {
    fresh_machine
    echo libfirst-dev >"$work/machine/installed"
    launch x
    claim "without --yes and a terminal nothing is installed" "$code $(installs)" "69 0"
    claim_has "but the missing package is named with the way to get it" "$errors" \
        "sudo apt-get install --no-install-recommends libsecond-dev"
    claim "and packages for tests are not mentioned" "$(grep -c third "$work/errors")" 0
    for answer in n y; do
        printf '%s\n' "$answer" | PATH=$work/bin "$script" -qec "'$repository/ansatz' x" /dev/null >"$work/terminal" 2>&1
        claim_has "on a terminal it asks" "$(cat "$work/terminal")" "run this now? [y/N]"
        if [ "$answer" = n ]; then claim "and takes no for an answer" "$(installs)" 0; fi
    done
    claim_has "and installs after a yes, with sudo" "$(cat "$work/calls")" "sudo env DEBIAN_FRONTEND=noninteractive apt-get"
    claim_has "and goes on to run the command" "$(cat "$work/terminal")" "<x> in"

    fresh_machine
    : >"$work/machine/installed"
    : >"$work/machine/no-lists"
    launch --yes x
    claim "--yes installs without asking" "$output" "<x> in $PWD"
    claim "the lists are fetched when they are missing" "$(grep -c '^apt-get.* update' "$work/calls")" 1
    launch --yes x
    claim "the second call does not look again" "$(cat "$work/calls")" ""

    fresh_machine
    : >"$work/machine/installed"
    CI=true launch x
    claim "CI=true is a yes" "$output" "<x> in $PWD"
    claim "the lists are not fetched when they are there" "$(grep -c '^apt-get.* update' "$work/calls")" 0
    stand_in id <<'TOOL'
#!/bin/sh
echo 0
TOOL
    launch --yes test
    claim "root needs no sudo, and test asks for its own packages" \
        "$(grep -c '^sudo' "$work/calls") $(grep -c 'apt-get.* install python3-third' "$work/calls")" "0 1"
    stand_in apt-get <<'TOOL'
#!/bin/sh
echo "E: no network"
exit 100
TOOL
    fresh_list=$repository/debian-packages.txt
    printf '[build]\nlibfourth-dev\n' >"$fresh_list"
    touch -d '+1 hour' "$fresh_list"
    launch --yes x
    claim "a package that cannot be had stops" "$code" 69
    claim_has "with what apt-get said" "$errors" "E: no network"

    fresh_machine
    rm "$work/bin/apt-get" "$work/bin/dpkg-query"
    launch --yes x
    claim "other systems get the list of packages and 69" "$code" 69
    claim_has "by name" "$errors" "libfirst-dev libsecond-dev"
    launch --no-packages x
    claim "and go on with --no-packages" "$output" "<x> in $PWD"
}

toolchains() {
    fresh_machine
    rm "$work/bin/swift"
    launch x
    claim "without Swift it stops" "$code" 69
    claim_has "and says where to get it" "$errors" "6.3 or later from https://www.swift.org"
    for old in 5.10.1 6.2.4; do
        fresh_machine
        echo $old >"$work/machine/swift-version"
        launch x
        claim_has "Swift $old is refused by its number" "$code $errors" "69 ansatz: Swift $old at"
        : >"$work/machine/installed"
        rm -rf "$repository/.build"
        launch --yes x
        claim "before anything is installed" "$(installs)" 0
    done
    for new in 6.3 6.10.2 7.0 6.4-dev; do
        fresh_machine
        echo $new >"$work/machine/swift-version"
        launch x
        claim "Swift $new is taken" "$output" "<x> in $PWD"
    done
}

tests_and_locks() {
    fresh_machine
    echo 7 >"$work/machine/tests-exit"
    launch test --filter 'Some tests'
    claim "test exits as the test runner does" "$code" 7
    claim_has "runs in the repository" "$output" "tests in $repository:"
    claim_has "and passes its arguments on" "$output" "--filter Some tests"
    claim_has "with tests built" "$(cat "$work/calls")" "--build-tests"
    launch x
    claim "a test build is good for the command too" "$(builds)" 0

    fresh_machine
    : >"$work/machine/slow"
    PATH=$work/bin "$repository/ansatz" first >"$work/first" 2>/dev/null &
    while [ "$(builds)" -eq 0 ]; do sleep 0.05; done
    second=$(PATH=$work/bin "$repository/ansatz" second 2>"$work/errors")
    wait
    claim "of two at once, one builds" "$(builds)" 1
    claim "and both run" "$(cat "$work/first") $second" "<first> in $PWD <second> in $PWD"
    claim_has "the second says that it waits" "$(cat "$work/errors")" "waiting"

    fresh_machine
    rm "$work/first"
    PATH=$work/bin "$repository/ansatz" linger >"$work/first" 2>/dev/null &
    while ! [ -s "$work/first" ]; do sleep 0.05; done
    echo changed >"$repository/Sources/Command/main.swift"
    launch x
    claim "a command that still runs keeps nobody from building" "$(grep -c waiting "$work/errors") $output" "0 <x> in $PWD"
}

script=$(command -v script) || { echo "FALSE: script(1) of bsdutils is needed" && exit 1; }
arguments_and_exit_codes
stamp
failing_builds
packages
toolchains
tests_and_locks
echo "$failures false claims"
[ "$failures" -eq 0 ]
