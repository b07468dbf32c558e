# A fresh machine needs Python 3.11 or later, make, and the network once.
# Where `python3` is not the one to use: make demo PYTHON=python3.12

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check

# Each stamp says that its installation finished; a changed requirement makes it stale.
INSTALLED := $(VENV)/.installed
DEVELOPED := $(VENV)/.installed-dev
REQUIRED  := pyproject.toml requirements-dev.lock

.PHONY: help demo test bench lock clean
.DELETE_ON_ERROR:

help:
	@echo 'make demo    evaluates the example study'
	@echo 'make test    runs every check that a change must pass'
	@echo 'make bench   measures speed'
	@echo 'make lock    renews requirements-dev.lock from pyproject.toml'
	@echo 'make clean   removes what these commands made'

demo: $(INSTALLED)
	$(BIN)/remit run examples/lenalidomide

test: $(DEVELOPED)
	$(BIN)/python tools/gate.py

bench: $(DEVELOPED)
	@for benchmark in evaluate many_rules longitudinal.run signed_rank; do \
	  echo "== $$benchmark"; $(BIN)/python -m benchmarks.$$benchmark || exit 1; done

# One lock, and the same releases, for Python 3.11 and later on every platform.
lock:
	$(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip install --quiet --upgrade uv
	build/lock/bin/uv pip compile pyproject.toml --extra parquet --extra xlsx --group dev --upgrade --no-annotate \
	  --universal --python-version 3.11 --fork-strategy fewest --no-emit-index-url --no-emit-find-links \
	  --custom-compile-command 'make lock' --output-file requirements-dev.lock

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit("remit needs Python 3.11 or later; $(PYTHON) is " + sys.version.split()[0] \
	  + ". Try: make PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)

# The demonstration runs on the very releases that the tests ran on.
$(INSTALLED): $(REQUIRED) | $(BIN)/python
	$(PIP) install --quiet --constraint requirements-dev.lock --editable '.[xlsx]'
	@touch $@

$(DEVELOPED): $(REQUIRED) | $(BIN)/python
	$(PIP) install --quiet --requirement requirements-dev.lock
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $(INSTALLED) $@
