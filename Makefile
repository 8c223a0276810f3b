# Everything a person or CI does with Lunette. `make help` lists it.
SHELL := /bin/bash
PYTEST := packaging/setup/with-display --virtual .venv/bin/pytest
.DEFAULT_GOAL := help
.NOTPARALLEL:

run: setup  ## Start the kiosk; without a screen, a demonstration that writes out/ (SIZE=540x960)
	@.venv/bin/lunette demo --out out $(if $(SIZE),--size $(SIZE))

test: setup  ## The whole test suite
	@LUNETTE_SCREEN=1080x1920x24 $(PYTEST) -n 2 --dist loadgroup --max-worker-restart 0 $(TESTS)

check: setup  ## All that CI checks: format, lint, types, imports, QML, packaging, tests
	@failed=; for part in format-check lint types imports qmllint validate test; do \
		echo "== $$part"; $(MAKE) --no-print-directory $$part || failed="$$failed $$part"; \
	done; [ -z "$$failed" ] || { echo "failed:$$failed"; exit 1; }

soak: setup  ## The long and heavy tests
	@LUNETTE_SCREEN=1080x1920x24 $(PYTEST) -m soak --timeout 0 $(TESTS)

setup:  ## System libraries, Python environment, models; nothing when up to date
	@packaging/setup/bootstrap

format: setup  ## Rewrite the sources in one format
	@.venv/bin/ruff format .
	@.venv/bin/ruff check --fix --quiet . || true

format-check: setup
	@.venv/bin/ruff format --check .

lint: setup  ## Ruff
	@.venv/bin/ruff check .

types: setup  ## mypy, strict
	@.venv/bin/mypy

imports: setup  ## The import rules between the rooms
	@.venv/bin/lint-imports

qmllint: setup  ## QML lint, no warning allowed
	@packaging/setup/qmllint

validate: setup  ## Shell scripts, manifests, models, and nothing private in the tree
	@packaging/setup/validate

lock: setup  ## Resolve requirements.lock anew from pyproject.toml
	@.cache/uv/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --extra dev \
		--override packaging/setup/overrides.txt pyproject.toml -o requirements.lock

clean:  ## Remove what was set up and made; the sources stay
	@rm -rf .venv .cache out .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

help:  ## This list
	@sed -nE 's/^([a-z-]+):[^#]*## (.*)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 14

.PHONY: run test check soak setup format format-check lint types imports qmllint validate lock clean help
