# Thin verbs; README.md shows the plain command behind each (Windows has no make).
PYTHON ?= python3
BIN := .venv/bin
# nbgrader looks for its own helper programs on the PATH.
export PATH := $(CURDIR)/.venv/bin:$(PATH)
# The matrix products here are too small for two threads to be any faster.
export OMP_NUM_THREADS := 1

.PHONY: book lab exercises grade test lint format pdf bench clean

book: .venv/.ready
	$(BIN)/python tools/book.py

# As root, which JupyterLab refuses unless it is told: make lab LAB=--allow-root
lab: .venv/.ready
	$(BIN)/jupyter lab --LabApp.default_url=/lab/tree/exercises $(LAB)

exercises: .venv/.ready
	$(BIN)/python tools/exercises.py $(ASSIGNMENT)

grade: .venv/.ready
	$(BIN)/doorkeeper grade $(ASSIGNMENT)

test: .venv/.ready-dev lint book
	$(BIN)/python tools/exercises.py --check
	$(BIN)/pytest -n 2 --dist loadfile tests

lint: .venv/.ready-dev
	$(BIN)/python tools/lint.py

format: .venv/.ready-dev
	$(BIN)/python tools/lint.py --fix

pdf: .venv/.ready-dev book
	$(BIN)/python tools/pdf.py

bench: .venv/.ready-dev
	$(BIN)/python bench/run.py

clean:
	rm -rf _build

.venv/.ready: requirements.txt constraints.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo "Python 3.11 or newer is needed and '$(PYTHON)' is not one: install it, or name it, as in 'make PYTHON=python3.12 book'." >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/.ready-dev: .venv/.ready requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	$(BIN)/python tools/chromium.py
	@touch $@
