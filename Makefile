# Two commands: `make serve` runs the site, `make test` tests it. Both need Python 3.11+ and make, nothing else.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
HOST   ?= 127.0.0.1
PORT   ?= 8000
export HOST PORT

.PHONY: serve test lint format bench catalogs lock clean
.DEFAULT_GOAL := serve

$(VENV)/.runtime: requirements.lock
	@$(PYTHON) tools/make_environment.py $(VENV) requirements.lock
	@touch $@

$(VENV)/.development: requirements-dev.lock
	@$(PYTHON) tools/make_environment.py $(VENV) requirements-dev.lock
	@touch $@ $(VENV)/.runtime

serve: $(VENV)/.runtime
	@exec $(BIN)/python -m kb serve --host "$(HOST)" --port "$(PORT)"

test: $(VENV)/.development
	@$(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

lint: $(VENV)/.development
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/python tools/check_catalogs.py

format: $(VENV)/.development
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# All parts; SETS names a folder of retrieval sets for search quality. One part: make bench ARGS="search --records 10000".
bench: $(VENV)/.development
	@$(BIN)/python -m bench $(or $(ARGS),all $(if $(SETS),--sets "$(SETS)"))

catalogs: $(VENV)/.development
	$(BIN)/python tools/update_catalogs.py

# Needs uv (`pip install uv`); one lock for all Python versions, with hashes and without index addresses.
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header -q requirements.in -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header -q requirements-dev.in -o requirements-dev.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header -q bench/requirements.in -o bench/requirements.lock

clean:
	rm -rf $(VENV) .venv-bench var .mypy_cache .ruff_cache .pytest_cache .hypothesis
