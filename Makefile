# On a machine with git, make, Python 3.11 or later and pip: `make run`, `make test`. Nothing else is needed.
# Everything is installed under .tools and .venv, from locks that hold hashes and no address.

PYTHON ?= python3
RUN_PYTHON := .venv/bin/python
UV := .tools/bin/uv
# The certificates of the system, so that an organisation's own mirror works; no other Python than the machine's.
export UV_SYSTEM_CERTS := 1
export UV_PYTHON_DOWNLOADS := never
export UV_NO_CONFIG := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# A home that cannot be written to has no cache: keep one here.
ifneq ($(shell mkdir -p "$${HOME:-/nonexistent}/.cache" 2>/dev/null && test -w "$${HOME:-/nonexistent}/.cache" && echo yes),yes)
export UV_CACHE_DIR := $(CURDIR)/.tools/cache
export PIP_NO_CACHE_DIR := 1
endif
# Where packages come from is said once, to pip: by its variable or its configuration.
INDEX = UV_DEFAULT_INDEX="$${UV_DEFAULT_INDEX:-$${PIP_INDEX_URL:-$$($(PYTHON) -m pip config get global.index-url 2>/dev/null)}}"; \
	[ -z "$$UV_DEFAULT_INDEX" ] && unset UV_DEFAULT_INDEX || export UV_DEFAULT_INDEX;

.DEFAULT_GOAL := help
.PHONY: help run test bench documents has-libreoffice lint lock

help:  ## Show this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1  /p' $(MAKEFILE_LIST)

run: .venv/.run  ## Serve the application with its demonstration, on http://127.0.0.1:8000 (PORT=8001 for another)
	@exec $(RUN_PYTHON) manage.py serve

test: .venv/.test  ## Run every test, real browser included
	@exec .venv/bin/pytest

bench: .venv/.test  ## Measure the main pages, as ratios to a bare page
	@exec $(RUN_PYTHON) -m tests.bench

documents: has-libreoffice .venv/.test  ## Open the exported documents in LibreOffice, accept and refuse their changes
	@exec .venv/bin/pytest --numprocesses=0 tests/documents

has-libreoffice:
	@echo "This needs LibreOffice Writer and Calc, as the command soffice (Debian: apt-get install libreoffice-writer libreoffice-calc)."
	@command -v soffice >/dev/null || { echo "There is no soffice on the PATH: install it, then run make documents again."; exit 1; }

lint: .venv/.test  ## Check and format the code
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .
	.venv/bin/lint-imports
	.venv/bin/mypy

# `make lock` keeps the versions that are locked and still allowed; `make lock UPGRADE=--upgrade` takes the latest.
LOCK = $(UV) pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header $(UPGRADE)
lock: $(UV)  ## Lock the dependencies anew, after a change of pyproject.toml
	@$(INDEX) $(LOCK) pyproject.toml --extra embedded --group dev --output-file requirements.lock
	@$(INDEX) $(LOCK) pyproject.toml --extra embedded --constraint requirements.lock --output-file requirements-run.lock
	@echo "uv" | ($(INDEX) $(LOCK) - --output-file requirements-tools.lock)

# --- Installation: seconds, and nothing at all the second time ---------------------------------------------------

$(UV): requirements-tools.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed: make PYTHON=python3.12 run"; exit 1; }
	@echo "Installing uv, which installs the rest."
	@rm -rf .tools/bin .tools/uv*
	@$(PYTHON) -m pip install --quiet --no-deps --only-binary :all: --require-hashes --root-user-action ignore --target .tools -r $<
	@touch $@

.venv/bin/python: | $(UV)
	@$(UV) venv --quiet --allow-existing --python "$(PYTHON)" .venv

# What serves, and nothing more.
.venv/.run: requirements-run.lock | .venv/bin/python
	@echo "Installing what the application needs."
	@$(INDEX) $(UV) pip install --quiet --no-deps --only-binary :all: --require-hashes --python $(RUN_PYTHON) -r $<
	@touch $@

# What serves and what tests: exactly the lock.
.venv/.test: requirements.lock requirements-run.lock | .venv/bin/python
	@echo "Installing what the application and its tests need."
	@$(INDEX) $(UV) pip sync --quiet --only-binary :all: --require-hashes --python $(RUN_PYTHON) requirements.lock
	@touch .venv/.run $@
