# Ventanilla: `make run` to try it, `make test` to check it. Everything lives in .venv and instance/.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
HOST   ?= 127.0.0.1
PORT   ?= 8000
export HOST PORT

.PHONY: setup run test bench lint format types lock translations clean help

help:
	@echo "make setup         a ready environment in .venv, from the hashed lock file"
	@echo "make run           the portal with demo content on http://$(HOST):$(PORT)"
	@echo "make test          every check: style, types, tests in a real browser and on PostgreSQL"
	@echo "make bench         measure speed and memory; prints a table"
	@echo "make lock          resolve the dependencies anew"
	@echo "make translations  collect texts and compile both languages"

setup: $(VENV)/.ready

$(VENV)/bin/uv: .ci/installer.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Ventanilla needs Python 3.11 or newer; set PYTHON=..."; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo "The venv module is missing. On Debian: apt install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r .ci/installer.lock
	@touch $@

$(VENV)/.ready: $(VENV)/bin/uv requirements.lock pyproject.toml
	$(BIN)/uv pip install -q --python $(BIN)/python --require-hashes -r requirements.lock
	$(BIN)/uv pip install -q --python $(BIN)/python --no-deps --editable .
	@touch $@

$(VENV)/.tested: $(VENV)/.ready tests/requirements.lock
	$(BIN)/uv pip install -q --python $(BIN)/python --require-hashes -r tests/requirements.lock
	@touch $@

run: setup
	@$(BIN)/portal demo
	@$(BIN)/portal serve --host $(HOST) --port $(PORT)

test: $(VENV)/.tested lint types
	$(BIN)/pytest tests -n auto

lint: $(VENV)/.tested
	$(BIN)/ruff check portal tests
	$(BIN)/ruff format --check portal tests

format: $(VENV)/.tested
	$(BIN)/ruff check --fix portal tests
	$(BIN)/ruff format portal tests

types: $(VENV)/.tested
	$(BIN)/mypy portal

bench: $(VENV)/.tested
	$(BIN)/python -m tests.bench

LOCK := $(BIN)/uv pip compile -q --upgrade --universal --generate-hashes --no-header --no-annotate --python-version 3.11
lock: $(VENV)/bin/uv
	$(LOCK) .ci/installer.in -o .ci/installer.lock
	$(LOCK) pyproject.toml -o requirements.lock
	$(LOCK) --group dev -c requirements.lock -c .ci/constraints.txt -o tests/requirements.lock

translations: setup
	$(BIN)/pybabel -q extract -F portal/translations/babel.cfg --no-location --sort-output -o $(VENV)/messages.pot portal
	$(BIN)/pybabel -q update -i $(VENV)/messages.pot -d portal/translations -l es --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
	$(BIN)/pybabel -q compile -d portal/translations

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache
