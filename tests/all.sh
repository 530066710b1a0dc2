#!/bin/sh
# Every part of the suite, two at a time, each in a process of its own: tests/all.sh PYTHON
#
# Windows go by the file: what hundreds of them leave behind in Qt makes the next ones slow.
# What a part prints is shown whole when it ends; one that is not green makes all of it fail.
set -eu
cd "$(dirname "$0")/.."
python=$1

if [ $# -gt 1 ]; then # one part, as xargs asks for it below
    log=$KEPT/$(echo "$2" | tr '/ ' '__').log
    status=0
    # shellcheck disable=SC2086 # a part may be several paths
    "$python" -m pytest -q $2 >"$log" 2>&1 || status=1
    flock "$KEPT/turn" sh -c 'echo "== $1"; cat "$2"' sh "$2" "$log"
    exit $status
fi

folders() {
    find "$1" -mindepth 1 -maxdepth 1 -type d ! -name '__*' \
        ! -path tests/modules ! -path tests/shell ! -path tests/journeys
}

# The long ones first, so that none is left alone at the end; each part is named once.
parts() {
    long='tests/exchange tests/shell/test_fitting.py tests/store tests/shell/test_help.py'
    printf '%s\n' $long
    {
        folders tests/modules | sort
        folders tests | sort -r
        find tests/journeys tests/shell -name 'test_*.py' ! \( -path 'tests/shell/*' -size -9 \) | sort
        # What is small (4 KB) shares a start, which takes longer than what it tests.
        find tests/shell -name 'test_*.py' -size -9 | sort | xargs -n 5
        find tests/modules -maxdepth 1 -name 'test_*.py' | sort | tr '\n' ' '
        echo
    } | grep -vxF "$(printf '%s\n' $long)"
}

KEPT=$(mktemp -d)
export KEPT
export PYTHONFAULTHANDLER=1 # a process that dies, even at its very end, says where
trap 'rm -rf "$KEPT"' EXIT
parts | xargs -P 2 -d '\n' -n 1 "$0" "$python"
