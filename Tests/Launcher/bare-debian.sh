#!/bin/bash
# Shows that debian-packages.txt is complete: in a Debian that has nothing but its base system and a Swift toolchain,
# clones this repository into a path with a space and runs ./ansatz --yes test there. Needs root and debootstrap.
set -euo pipefail

usage() {
    cat <<'HELP'
Usage: bare-debian.sh --swift FOLDER [options] [-- COMMAND...]

  --swift FOLDER   the toolchain: the folder that has usr/bin/swift below it
  --root FOLDER    where the bare Debian is or will be made (default: a temporary folder, removed at the end)
  --suite NAME     the release (default: bookworm)
  --mirror URL     where it comes from (default: http://deb.debian.org/debian)
  --bind PATH      a file or folder of this machine to show inside at the same path, read-only; may be repeated
                   (mirrors of Git repositories, /etc/gitconfig, certificates)
  COMMAND          instead of ./ansatz --yes test, from the clone's folder
HELP
}

suite=bookworm mirror=http://deb.debian.org/debian swift='' root='' binds=()
while [ $# -gt 0 ]; do
    case $1 in
        --swift) swift=$(readlink -f -- "$2") && shift 2 ;;
        --root) root=$2 && shift 2 ;;
        --suite) suite=$2 && shift 2 ;;
        --mirror) mirror=$2 && shift 2 ;;
        --bind) binds+=("$2") && shift 2 ;;
        --help) usage && exit 0 ;;
        --) shift && break ;;
        *) usage >&2 && exit 64 ;;
    esac
done
if ! [ -x "$swift/usr/bin/swift" ]; then
    echo "no usr/bin/swift below '$swift'" >&2
    exit 64
fi
if [ $# -eq 0 ]; then set -- ./ansatz --yes test; fi

# Mounts live in a namespace of their own and vanish with it, however this script ends.
if [ "${ANSATZ_BARE_NAMESPACE-}" != yes ]; then
    temporary=''
    if [ -z "$root" ]; then
        temporary=$(mktemp -d)
        root=$temporary/debian
        trap 'rm -rf -- "$temporary"' EXIT
    fi
    if ! [ -e "$root/etc/os-release" ]; then
        mkdir -p -- "$root"
        debootstrap --variant=minbase "$suite" "$root" "$mirror"
    fi
    arguments=(--swift "$swift" --root "$root")
    for path in ${binds[@]+"${binds[@]}"}; do arguments+=(--bind "$path"); done
    ANSATZ_BARE_NAMESPACE=yes unshare --mount -- "$0" "${arguments[@]}" -- "$@"
    exit
fi

repository=$(cd -- "$(dirname -- "$0")/../.." && pwd -P)
for path in "$swift" ${binds[@]+"${binds[@]}"}; do
    if [ -d "$path" ]; then
        mkdir -p -- "$root$path"
    else
        mkdir -p -- "$root$(dirname -- "$path")"
        [ -e "$root$path" ] || touch -- "$root$path"
    fi
    mount --bind -- "$path" "$root$path"
    mount -o remount,ro,bind -- "$root$path"
done
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
cp -L /etc/resolv.conf "$root/etc/resolv.conf"

clone="/srv/with a space/ansatz"
rm -rf -- "$root$clone"
git clone --quiet -- "$repository" "$root$clone"
# shellcheck disable=SC2016 # the inner shell expands these
exec chroot "$root" /usr/bin/env -i HOME=/root LANG=C.UTF-8 \
    PATH="$swift/usr/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" \
    /bin/sh -c 'cd -- "$1" && shift && exec "$@"' bare "$clone" "$@"
