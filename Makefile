# Everything a newcomer needs: `make run` and `make test`. `make help` lists the rest.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:

PYTHON ?= python3
PYTHON313 ?= python3.13
VENV ?= .venv
PORT ?= 8000
WORKERS ?= $(shell nproc)
REPLAY ?= --database postgresql
LOAD ?= --shape deadline --participants 300 --attempts 450 --rounds 1 --minutes 1 --think 5 --most-hand-in-p99 5000

BIN := $(VENV)/bin
TRANSLATIONS := quiz/web/translations
MESSAGES := .cache/messages.pot
CATALOGS := $(patsubst %.po,%.mo,$(wildcard $(TRANSLATIONS)/*/LC_MESSAGES/*.po))
SCRIPTS := .ci/run tests/provision/machine.sh

.PHONY: help run test test-full test-313 suite lint fmt docs bench load replay translations catalogs machine lock clean

help: ## this list
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | column -ts $$'\t'

run: $(VENV) catalogs ## the demo contest in the browser, on SQLite; PORT=8000
	$(BIN)/quiz demo --port $(PORT)

test: machine $(VENV) lint suite ## lint and all tests at scaled sizes, on SQLite, PostgreSQL and Chromium

test-full: machine $(VENV) lint ## the same at full sizes
	$(MAKE) suite SUITE=--full

test-313: ## the tests on Python 3.13; PYTHON313=python3.13
	@$(PYTHON313) --version || { echo "$(PYTHON313) does not run here; name one: make test-313 PYTHON313=…" >&2; exit 1; }
	$(MAKE) suite PYTHON=$(PYTHON313) VENV=.venv-3.13

suite: machine $(VENV) catalogs
	@# Whoever starts this with nohup has the hang-up ignored, which tests of signals would inherit.
	env --default-signal=INT,HUP,TERM $(BIN)/pytest --numprocesses $(WORKERS) --dist worksteal $(SUITE)

lint: $(VENV) ## every static check
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet quiz/web/templates
	$(BIN)/codespell
	$(BIN)/deptry --no-ansi .
	@for script in $(SCRIPTS); do bash -n $$script || exit 1; done

fmt: $(VENV) ## put the code into its one layout
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV) ## what drawing, marking, ranking and finalising cost, and how it grows; FULL=--full for a province
	$(BIN)/python -m bench $(FULL)

load: $(VENV) catalogs ## a crowd at the deadline of a throwaway contest, then its ledger against the database; 3 minutes
	$(BIN)/python -m loadtests.smoke $(LOAD)

replay: machine $(VENV) catalogs ## the whole contest behind nginx on this machine, some 80 minutes; REPLAY="--database sqlite …"
	$(BIN)/python -m loadtests.replay $(REPLAY)

docs: $(VENV) ## README and docs as web pages under site/; a dead link is an error
	$(BIN)/python docs/render.py

translations: $(VENV) ## collect the Vietnamese sentences and hand new ones to the English catalog
	mkdir -p $(dir $(MESSAGES))
	$(BIN)/pybabel -q extract --mapping-file pyproject.toml --keywords _l --no-location --sort-output \
		--output-file $(MESSAGES) quiz/web
	$(BIN)/pybabel update --input-file $(MESSAGES) --output-dir $(TRANSLATIONS) \
		--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --no-wrap
	$(MAKE) catalogs

catalogs: $(CATALOGS)

%.mo: %.po | $(VENV)
	$(BIN)/pybabel -q compile --statistics --input-file $< --output-file $@

machine: ## what the tests need from the system: PostgreSQL, nginx, Chromium; installs what is missing
	@PYTHON="$(PYTHON)" tests/provision/machine.sh

lock: ## resolve the newest versions that fit and write requirements.lock; needs uv
	uv pip compile --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --no-annotate --group dev --output-file requirements.lock pyproject.toml

$(VENV): $(VENV)/installed

$(VENV)/installed: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; $(PYTHON) is $$($(PYTHON) --version 2>&1)." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' || \
		{ echo "Python's venv is missing: apt-get install python3-venv" >&2; exit 1; }
	test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -qq --require-hashes -r requirements.lock
	$(BIN)/pip install -qq --no-deps --no-build-isolation --editable .
	touch $@

clean: ## remove everything that make made
	rm -rf .venv .venv-3.13 .cache .coverage* *.egg-info .mypy_cache .pytest_cache .ruff_cache \
		.import_linter_cache .hypothesis $(CATALOGS)
