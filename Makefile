# `make site` and `make test` need Python 3.11 or later, make and git; everything else they get themselves.
#
#   make site      build the public site into output/
#   make test      check the code, then run every test, those in a browser too
#   make check     look for mistakes in content/ and datapackages/, build nothing
#   make preview   show the site on this computer and rebuild it at every saved change
#   make lock      work out the lock files again after a change in pyproject.toml (UPGRADE=1: newest versions)
#   make clean     remove the environment and everything that was built
#
# Another Python:    make site PYTHON=python3.13
# Some tests only:   make pytest PYTEST='tests/test_repository.py -x'
# One process:       make test AT_ONCE=
# All that is wrong: make -k test    (goes on after a step that failed, and still fails)

PYTHON ?= python3
PYTEST ?=
UPGRADE ?=

VENV := .venv
RUN := $(VENV)/bin/python
PIP := $(RUN) -m pip --disable-pip-version-check --no-input

# Stamps say what is done. They lie in the environment, so that they go when it goes.
MADE := $(VENV)/made.stamp
SITE := $(VENV)/site.stamp
TEST := $(VENV)/test.stamp

# --require-hashes: exactly the files that were locked. --only-binary: a package that would have to be compiled here
# fails at once and by name. --no-compile: Python compiles what is used when it is first used, and keeps that (hence
# the `unexport`); the rest, a quarter of the environment, is never compiled.
INSTALL := $(PIP) install --quiet --require-hashes --only-binary :all: --no-compile
unexport PYTHONDONTWRITEBYTECODE

# One process a core, four at most, for each builds the sites that it looks at. They take from each other what is left
# to do, so that none waits; what is asked of one file mostly stays in one process.
AT_ONCE ?= -n auto --maxprocesses 4 --dist worksteal

.DELETE_ON_ERROR:
.SUFFIXES:
.PHONY: help site test lint types pytest check preview lock clean

help:
	@sed -n 's/^#   //p' Makefile

site: $(SITE)
	$(RUN) -m plugins publish

check: $(SITE)
	$(RUN) -m plugins check

preview: $(SITE)
	$(RUN) -m plugins preview

test: lint types pytest

lint: $(TEST)
	$(RUN) -m ruff check .

types: $(TEST)
	$(RUN) -m mypy

pytest: $(TEST)
	@chromium="$$($(RUN) .ci/chromium $(VENV)/chromium)" || exit 1; \
	echo "Tests, with the browser $$chromium"; \
	PLUMBLINE_CHROMIUM="$$chromium" $(RUN) -m pytest $(AT_ONCE) $(PYTEST)

$(MADE):
	@command -v "$(PYTHON)" >/dev/null || { echo "There is no '$(PYTHON)' here. Install Python 3.11 or later," \
	    "or name it: make PYTHON=/path/to/python3" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Plumbline needs Python 3.11 or" \
	    "later; '$(PYTHON)' is $$("$(PYTHON)" --version 2>&1). Name another: make PYTHON=python3.13" >&2; exit 1; }
	"$(PYTHON)" -m venv --clear $(VENV)
	@touch $@

# The second install adds the command `plumbline`; its build backend is in the lock, so nothing more is fetched.
$(SITE): requirements.lock pyproject.toml $(MADE)
	@echo "Installing what the site is built with; this takes a minute or two the first time."
	$(INSTALL) -r requirements.lock
	$(PIP) install --quiet --no-build-isolation --no-deps --editable .
	@touch $@

$(TEST): requirements-test.lock $(SITE)
	@echo "Installing what the tests need."
	$(INSTALL) -r requirements-test.lock
	@touch $@

# uv works for every platform and every Python at once; it is used here only. It keeps what its output file has
# locked where that still fits, so the site's lock, begun as a copy of the tests' lock, gets the same versions.
LOCK = $(VENV)/lock/bin/uv --no-config pip compile pyproject.toml --universal --python-version 3.11 \
    --fork-strategy fewest --generate-hashes --custom-compile-command 'make lock' --quiet

lock: $(MADE)
	$(RUN) -m venv $(VENV)/lock
	$(VENV)/lock/bin/python -m pip --disable-pip-version-check install --quiet --only-binary :all: 'uv>=0.13,<0.14'
	$(LOCK) $(if $(UPGRADE),--upgrade) --extra build --extra test --output-file requirements-test.lock
	cp requirements-test.lock requirements.lock
	$(LOCK) --extra build --output-file requirements.lock

clean:
	rm -rf $(VENV) output .output* .preview* ..preview* .cache .mypy_cache .pytest_cache .ruff_cache .hypothesis *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
