#!/bin/sh
# How is requirements.lock made again from requirements.in?
# Run by a maintainer, with --upgrade for newer versions. pip's own settings of this machine are
# left out, so that only the public index speaks and no address or folder gets into the lock.
# pip-tools is put into a folder of its own: the program's environment does not need it.
set -eu
cd "$(dirname "$0")/.."
unset PIP_FIND_LINKS PIP_INDEX_URL PIP_EXTRA_INDEX_URL || true
export PIP_CONFIG_FILE=/dev/null
tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT
.venv/bin/python -m venv "$tools"
"$tools/bin/python" -m pip install --quiet --disable-pip-version-check pip-tools
CUSTOM_COMPILE_COMMAND="installer/lock.sh" \
    "$tools/bin/python" -m piptools compile --quiet --generate-hashes --strip-extras \
    --allow-unsafe --no-emit-index-url --no-emit-trusted-host --no-emit-find-links \
    --output-file requirements.lock "$@" requirements.in
