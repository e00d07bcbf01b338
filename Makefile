# Everything from a bare machine with Python 3.11, make and a package index.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
TOOLS := .tools
UV := $(shell command -v uv 2>/dev/null || echo $(TOOLS)/bin/uv)
RUN := $(UV) run --frozen --no-sync --

.PHONY: help run example test lint types layers content bench docs fuzz clean

help:  ## What there is
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: example  ## Set up, screen the example catalogue, then API and console with the demo, until Ctrl-C
	@$(RUN) pratique up --demo --open

example: .venv/ready  ## Set up and screen the example catalogue; the result is in out/
	@mkdir -p out
	@$(RUN) pratique screen examples/catalogue.jsonl --channel aliexpress --out out/verdicts.jsonl --report out/report.html
	@echo "Verdicts: out/verdicts.jsonl   Report: out/report.html"

up: .venv/ready  ## API, console and worker with the demo, until Ctrl-C
	@$(RUN) pratique up --demo

test: .venv/ready  ## All tests
	@$(RUN) pytest -n 2 --dist loadfile --ignore=tests/console --ignore=tests/identity
	@$(RUN) pytest -n 2 --dist loadfile tests/console # in three parts: together they want more memory than a small machine has
	@$(RUN) pytest -n 2 --dist loadfile tests/identity

lint: .venv/ready  ## Style and layers
	@$(RUN) ruff check . && $(RUN) ruff format --check .

types: .venv/ready  ## Types
	@$(RUN) mypy

layers: .venv/ready  ## Who may import whom
	@$(RUN) lint-imports

content: .venv/ready  ## Lint the content and run its own tests
	@$(RUN) pratique content lint && $(RUN) pratique content test

bench: .venv/ready  ## Budgets against named peers; writes docs/reference/benchmarks.md
	@$(UV) sync --frozen --quiet --group bench --extra spark
	@$(RUN) python -m benchmarks

docs: .venv/ready  ## Pages written from the content: docs/reference/coverage.md; a page for every rule in out/register
	@$(RUN) pratique content pages --out out/register --as-of $$(sed -n 's/^version: //p' content/content.yaml | tr . -)
	@cp out/register/coverage.md docs/reference/coverage.md

migrations:  ## Make the one migration of the schema anew from the models (until the first release)
	@rm -f src/pratique/console/records/migrations/0001_initial.py
	@$(or $(PY),$(RUN) python) -W ignore -m pratique.console makemigrations records --name initial --no-header --verbosity 0

fuzz: .venv/ready  ## Coverage-guided fuzzing of the loader and the normaliser, one minute each
	@$(UV) sync --frozen --quiet --group fuzz
	@$(RUN) python tests/fuzz/fuzz_loader.py -max_total_time=60
	@$(RUN) python tests/fuzz/fuzz_normaliser.py -max_total_time=60

clean:  ## Remove what was built
	@rm -rf .venv $(TOOLS) out dist build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

.venv/ready: pyproject.toml uv.lock | $(UV)
	@$(UV) sync --frozen --quiet --compile-bytecode --extra spark
	@touch $@

$(TOOLS)/bin/uv:
	@$(PYTHON) -m venv $(TOOLS)
	@$(TOOLS)/bin/pip install --quiet --disable-pip-version-check "uv>=0.5"
