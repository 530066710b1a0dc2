#!/bin/sh
# The one-folder build: dist/qinglian-desktop, which runs without Python and without installing.
#
#   sh installer/build.sh
#
# PyInstaller is no part of the program and stands in no lock: it goes into a folder of its own.
# The folder is copied as it is, needs no administrator, and keeps the data in a folder 资料 beside
# the program when there is one (shell/home.py).
set -eu
cd "$(dirname "$0")/.."
tools=.venv/build-tools
[ -d "$tools/PyInstaller" ] ||
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --target "$tools" \
        "pyinstaller==6.16.0"
PYTHONPATH=$tools .venv/bin/python -m PyInstaller --noconfirm --log-level WARN \
    --distpath dist --workpath .venv/build installer/qinglian.spec
# What it is made of, how to open it on a computer that may be too old, and what each file must be.
.venv/bin/python installer/parts_list.py dist/qinglian-desktop/licences/parts.json
cp installer/open.sh installer/open.cmd dist/qinglian-desktop/
chmod +x dist/qinglian-desktop/open.sh
.venv/bin/python installer/hash_sheet.py write dist/qinglian-desktop
.venv/bin/python installer/hash_sheet.py check dist/qinglian-desktop
du -sh dist/qinglian-desktop
