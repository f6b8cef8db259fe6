# `make demo` shows the terminal, `make test` proves it; both first set up all they need on a fresh Debian 12.

SHELL := /bin/bash
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard assets/translations/*/LC_MESSAGES/kiosk.po))
BENCH_PACKAGES := chromium xvfb
AS_ROOT := $(if $(filter-out 0,$(shell id -u)),sudo env PYTHONDONTWRITEBYTECODE=1)

.PHONY: demo test setup system words lock bench
.DELETE_ON_ERROR:

demo: setup
	$(BIN)/kiosk demo

# Tests start programs by the hundred: none of them shall have to compile what another has compiled, whatever the shell
# says.
test: export PYTHONDONTWRITEBYTECODE =
test: setup
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tests/translations.py
	$(BIN)/pytest -n 3 --dist loadfile --no-loadscope-reorder

setup: system .venv/.project $(CATALOGUES)

# What Debian has to give; asks for a password only when something is missing.
system:
	@bash apt-packages.sh $$(sed 's/#.*//' apt-packages.txt)

# The tools that build the others come first, at their locked versions, so that nothing is fetched unlocked.
.venv/.locked: requirements.lock | system
	$(BIN)/python -c '' 2>/dev/null || $(PYTHON) -m venv --clear .venv
	awk '/^[a-z]/ {wanted = /^(pip|setuptools)==/} wanted' requirements.lock > .venv/build-tools.lock
	$(BIN)/python -m pip install --quiet --require-hashes -r .venv/build-tools.lock
	$(BIN)/python -m pip install --quiet --require-hashes --no-build-isolation -r requirements.lock
	touch $@

.venv/.project: pyproject.toml .venv/.locked
	PYTHONWARNINGS=ignore $(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	touch $@

%.mo: %.po .venv/.locked
	$(BIN)/pybabel --quiet compile --domain kiosk --input-file $< --output-file $@

# Which human words lack a translation, ready to be pasted into the catalogue.
words: setup
	$(BIN)/python tests/translations.py

# Pin every package by the public registry's hashes, whatever this machine's pip is told; ARGS=--upgrade for newer ones.
lock: .venv/.locked
	env -u PIP_FIND_LINKS -u PIP_INDEX_URL -u PIP_EXTRA_INDEX_URL PIP_CONFIG_FILE=/dev/null \
	CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --strip-extras --generate-hashes --allow-unsafe \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --all-build-deps --extra dev \
	--output-file requirements.lock $(ARGS) pyproject.toml

# The terminal beside a browser in kiosk mode; how fast a tap is answered, a card read, a slip and a report printed.
bench: setup
	@bash apt-packages.sh $(BENCH_PACKAGES)
	$(BIN)/kiosk bench start
	$(BIN)/kiosk bench touch
	$(AS_ROOT) $(BIN)/kiosk bench devices
