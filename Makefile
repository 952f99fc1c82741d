# The two commands of the README are `make run` and `make test`; each sets up all that it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DATA ?= var

.PHONY: run test lint bench docs lock setup setup-dev clean
.DEFAULT_GOAL := run

$(VENV)/.base:
	@$(PYTHON) tools/make_venv.py $(VENV)
	@touch $@

$(VENV)/.installed: $(VENV)/.base requirements.lock pyproject.toml
	@echo "Installing Otklik's locked dependencies into $(VENV) ..."
	@$(BIN)/uv pip install -q --python $(BIN)/python --require-hashes -r requirements.lock
	@$(BIN)/uv pip install -q --python $(BIN)/python --no-deps -e .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.lock
	@echo "Installing the locked development dependencies into $(VENV) ..."
	@$(BIN)/uv pip install -q --python $(BIN)/python --require-hashes -r requirements-dev.lock
	@touch $@

setup: $(VENV)/.installed
	@$(BIN)/python tools/compile_messages.py

setup-dev: $(VENV)/.installed-dev
	@$(BIN)/python tools/compile_messages.py

## run: set up, fill with invented data on the first start, serve web and background work
run: setup
	@OTKLIK_DEMO=1 $(BIN)/otklik serve --demo --data $(DATA)

## test: set up, then the whole suite on SQLite and on PostgreSQL
test: setup-dev
	@tools/install_test_services
	@$(BIN)/python tools/run_tests.py $(ARGS)

lint: setup-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports
	@$(BIN)/mypy

bench: setup-dev
	@tools/install_test_services
	@$(BIN)/python -m bench $(ARGS)

docs: setup-dev
	@$(BIN)/python tools/make_docs.py

lock: $(VENV)/.base
	$(BIN)/uv pip compile --universal --generate-hashes --no-annotate --no-header -q pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --universal --generate-hashes --no-annotate --no-header -q pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock

clean:
	rm -rf $(VENV) build .mypy_cache .ruff_cache .pytest_cache
