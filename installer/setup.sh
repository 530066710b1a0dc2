#!/bin/sh
# What does this machine still need before the program runs from a checkout?
#
#   sh installer/setup.sh [STAMP]
#
# Looks first and touches only what is missing: Python, Qt's system libraries, the virtual
# environment .venv with exactly the files that requirements.lock names by hash. STAMP is the
# file that tells make that nothing is missing any more.
set -eu
cd "$(dirname "$0")/.."
stamp=${1:-.venv/.stamp}
PATH=$PATH:/usr/sbin:/sbin

say() { printf '%s\n' "$*" >&2; }

# --- system packages -------------------------------------------------------------------------

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

may_install() {
    command -v apt-get >/dev/null 2>&1 || return 1
    [ "$(id -u)" = 0 ] || sudo -n true >/dev/null 2>&1
}

apt_lists_exist() {
    for list in /var/lib/apt/lists/*_Packages*; do [ -e "$list" ] && return 0; done
    return 1
}

apt_install() {
    apt_lists_exist || as_root apt-get update -q >&2 || return 1
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -q -y --no-install-recommends "$@" >&2 && return 0
    # Lists may exist and be old: look once more before giving up.
    as_root apt-get update -q >&2 && as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -q -y --no-install-recommends "$@" >&2
}

# get WHY PACKAGE...: install, or name the packages; answers whether they are there now.
get() {
    why=$1; shift
    say "Missing for $why: $*"
    if may_install && apt_install "$@"; then return 0; fi
    say "Please install them, then run the same command again:"
    say "    sudo apt-get update && sudo apt-get install --no-install-recommends $*"
    return 1
}

# Packages of the libraries (given as library:package) that the loader does not find.
missing_libraries() {
    known=$(ldconfig -p 2>/dev/null || true)
    for pair in "$@"; do
        case $known in *"${pair%%:*} "*) ;; *) printf '%s ' "${pair#*:}" ;; esac
    done
}

# Without these Qt cannot even be imported.
needed="libEGL.so.1:libegl1 libGL.so.1:libgl1 libfontconfig.so.1:libfontconfig1
    libfreetype.so.6:libfreetype6 libglib-2.0.so.0:libglib2.0-0 libdbus-1.so.3:libdbus-1-3
    libxkbcommon.so.0:libxkbcommon0 libX11.so.6:libx11-6 libzstd.so.1:libzstd1"
# These open a window on a real display and let it print.
window="libX11-xcb.so.1:libx11-xcb1 libxcb.so.1:libxcb1 libxcb-cursor.so.0:libxcb-cursor0
    libxcb-icccm.so.4:libxcb-icccm4 libxcb-image.so.0:libxcb-image0
    libxcb-keysyms.so.1:libxcb-keysyms1 libxcb-randr.so.0:libxcb-randr0
    libxcb-render.so.0:libxcb-render0 libxcb-render-util.so.0:libxcb-render-util0
    libxcb-shape.so.0:libxcb-shape0 libxcb-shm.so.0:libxcb-shm0 libxcb-sync.so.1:libxcb-sync1
    libxcb-util.so.1:libxcb-util1 libxcb-xfixes.so.0:libxcb-xfixes0 libxcb-xkb.so.1:libxcb-xkb1
    libxkbcommon-x11.so.0:libxkbcommon-x11-0 libcups.so.2:libcups2"

if [ "$(uname -s)" = Linux ]; then
    # shellcheck disable=SC2086  # the lists are meant to split
    packages=$(missing_libraries $needed)
    # shellcheck disable=SC2086
    extra=$(missing_libraries $window)
    command -v pdftotext >/dev/null 2>&1 || extra="$extra poppler-utils"
    if [ -n "$packages" ]; then
        # shellcheck disable=SC2086
        get "Qt" $packages $extra || exit 1
    elif [ -n "$(printf '%s' "$extra" | tr -d ' ')" ]; then
        # shellcheck disable=SC2086
        get "the window on a display and the tests of printed pages" $extra ||
            say "Going on without them."
    fi
fi

# --- Python ----------------------------------------------------------------------------------

fits() {
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null
}

find_python() {
    for name in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
        if command -v "$name" >/dev/null 2>&1 && fits "$name"; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

python=$(find_python) || {
    get "the program (Python 3.11 to 3.13)" python3 python3-venv || exit 1
    python=$(find_python) || {
        say "The Python of this system is not 3.11, 3.12 or 3.13."
        say "Install one of them and name it:  make setup PYTHON=/path/to/python3.11"
        exit 1
    }
}

if [ ! -x .venv/bin/python ] || ! fits .venv/bin/python; then
    "$python" -c 'import venv, ensurepip' 2>/dev/null ||
        get "the virtual environment" python3-venv || exit 1
    rm -rf .venv
    "$python" -m venv .venv
fi
.venv/bin/python -m pip --version >/dev/null 2>&1 || .venv/bin/python -m ensurepip -q

# Only wheels named by hash; nothing is built, so nothing of a package runs while installing.
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-virtualenv \
    --no-deps --only-binary :all: --require-hashes -r requirements.lock
# Our own package: hatchling is already there, so no isolated build has to fetch it.
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-virtualenv \
    --no-deps --no-build-isolation --no-index -e .

rm -f .venv/.stamp*
: >"$stamp"
say "Ready: .venv"
