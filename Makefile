# Each target alone does all the set-up it needs on a fresh Debian or Ubuntu machine.
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python

.PHONY: help setup demo test lint bench clean

help:
	@echo "make demo    analyse the demo recording (sets everything up first)"
	@echo "make test    lint, type-check and test (sets everything up first)"
	@echo "make bench   run the benchmarks"
	@echo "make clean   remove the virtual environment"

setup:
	@PYTHON="$(PYTHON)" VENV="$(VENV)" sh .ci/setup

demo: setup
	$(RUN) main.py demo

lint: setup
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/lint-imports
	$(VENV)/bin/mypy

# Two tests at a time with one thread each are quicker than one with two.
test: lint
	OMP_NUM_THREADS=1 $(RUN) -m pytest -n auto --dist worksteal
	@echo "The window's stories once more, on a virtual screen"
	OMP_NUM_THREADS=1 QT_QPA_PLATFORM=xcb $(RUN) -m pytest -n auto --dist worksteal tests/e2e/window

bench: setup
	$(RUN) -m pytest tests/benchmarks --benchmark-only --benchmark-disable-gc -s

clean:
	rm -rf $(VENV)
