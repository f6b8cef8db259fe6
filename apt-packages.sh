#!/bin/bash
# Install the named Debian packages that are not there yet: as root, or through sudo.
set -euo pipefail

if ! command -v dpkg-query >/dev/null; then
    echo "This is not Debian. Please see to it that these are there by other means: $*" >&2
    exit 0
fi

installed=$(dpkg-query --show --showformat='${db:Status-Abbrev} ${Package}\n' "$@" 2>/dev/null | awk '$1 == "ii" {print $2}') || true
mapfile -t missing < <(comm -23 <(printf '%s\n' "$@" | sort -u) <(sort -u <<<"$installed"))
[ "${#missing[@]}" -eq 0 ] && exit 0

become_root=()
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "Missing packages, and no sudo to install them. As root: apt-get install ${missing[*]}" >&2
        exit 1
    fi
    become_root=(sudo)
fi

# With its package Debian makes and starts a database server for the whole machine. Nobody asked for that one: the tests
# start one of their own. Only while we install: what an administrator makes later is as Debian means it.
if [[ " ${missing[*]} " == *" postgresql "* ]]; then
    without=/etc/postgresql-common/createcluster.d/kiosk-set-up.conf
    "${become_root[@]}" mkdir -p "${without%/*}"
    trap '"${become_root[@]}" rm -f "$without"' EXIT
    "${become_root[@]}" tee "$without" >/dev/null <<<"create_main_cluster = false"
fi

echo "Installing from Debian: ${missing[*]}"
"${become_root[@]}" apt-get update -qq
"${become_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y -o Dpkg::Use-Pty=0 --no-install-recommends "${missing[@]}"
