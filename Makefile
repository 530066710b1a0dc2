# What can be done with a checkout? Every target does the set-up it needs by itself.
#
#   make demo         the main job from end to end; results in demo/
#   make test         all checks and tests
#   make run          the program
#   make faults       every fault of disk, stick, power and stranger; at most half an hour
#   make year         thirteen invented units through a year, every number counted again
#   make bench        the measured ratios, printed
#   make screenshots  every page as PNG in screenshots/
#   make lint         the checks without the tests
#   make setup        only the virtual environment

PY := .venv/bin/python
# A changed lock, project file or place of the checkout makes a new stamp, and set-up runs again.
STAMP := .venv/.stamp-$(shell { cat requirements.lock pyproject.toml installer/setup.sh; pwd; } | sha256sum | cut -c1-16)

# Without a display the window is drawn in memory; tests never open one.
ifeq ($(DISPLAY)$(WAYLAND_DISPLAY),)
export QT_QPA_PLATFORM ?= offscreen
endif
OFFSCREEN := QT_QPA_PLATFORM=offscreen

.DEFAULT_GOAL := help
.PHONY: help setup demo run test lint bench faults year screenshots

help:
	@sed -n 's/^#   //p' Makefile

setup: $(STAMP)

$(STAMP):
	@PYTHON="$(PYTHON)" sh installer/setup.sh $@

demo: $(STAMP)
	.venv/bin/qinglian demo --out demo

run: $(STAMP)
	.venv/bin/qinglian

faults: $(STAMP)
	$(OFFSCREEN) $(PY) tests/faults/run.py --write

year: $(STAMP)
	QINGLIAN_EXPLORE=1 $(OFFSCREEN) $(PY) -m pytest -q tests/year

bench: $(STAMP)
	$(OFFSCREEN) $(PY) benchmarks/run.py

screenshots: $(STAMP)
	$(OFFSCREEN) .venv/bin/qinglian screenshots --out screenshots

lint: $(STAMP)
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports

test: lint
	$(OFFSCREEN) tests/all.sh $(PY)
