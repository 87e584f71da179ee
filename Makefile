# Two commands are enough: `make demo` and `make test`. Nothing here needs root, Docker or Node.
export UV_PYTHON_DOWNLOADS = never
# What Python compiles is kept beside its source, also where the surroundings say not to: a start takes half the time.
unexport PYTHONDONTWRITEBYTECODE
VENV := .venv
PY := $(VENV)/bin/python
DATA ?= var
READY := $(VENV)/.ready

.PHONY: demo test check fast format types contracts messages bench torture clean
.DELETE_ON_ERROR:

$(READY): pyproject.toml uv.lock
	@test -x $(PY) || python3 -m venv $(VENV)
	@test -x $(VENV)/bin/uv || $(PY) -m pip install --quiet --disable-pip-version-check uv
	@VIRTUAL_ENV=$(CURDIR)/$(VENV) $(VENV)/bin/uv sync --quiet --frozen --inexact --active
	@touch $@

messages: $(READY)
	@$(PY) scripts/compile_messages.py

demo: $(READY) messages
	@CONSISTORI_DATA=$(DATA) $(PY) -m consistori demo

# The whole suite: in parallel, then what is done in the real browser. The browser and the signature checkers come from Debian (`scripts/system_packages.sh`).
test: $(READY) messages
	@scripts/system_packages.sh
	@$(PY) -m compileall -q -j 0 consistori
	$(PY) -m pytest -n $${TEST_PROCESSES:-3} -q -m "not browser" $(ARGS)
	$(PY) -m pytest -n $${BROWSERS:-2} --dist loadfile --no-loadscope-reorder -q -m browser $(ARGS)

fast: $(READY) messages
	$(PY) -m pytest -n 2 -q -m "not browser and not slow" $(ARGS)

format: $(READY)
	$(VENV)/bin/ruff format . && $(VENV)/bin/ruff check --fix .

types: $(READY)
	$(VENV)/bin/mypy

contracts: $(READY)
	$(VENV)/bin/lint-imports

check: $(READY) messages
	$(VENV)/bin/ruff format --check . && $(VENV)/bin/ruff check .
	$(VENV)/bin/lint-imports
	$(VENV)/bin/mypy
	$(PY) -m pytest -n 2 -q -m "not browser and not slow"

bench: $(READY) messages
	@CONSISTORI_DATA=$(DATA)/bench $(PY) -m consistori bench

# A town at work while everything that can fail does: killed processes, a full disk, the database cut off, the clock moved. Not part of `make test`.
torture: $(READY) messages
	$(PY) -m tests.torture --minutes $${MINUTES:-60} $(ARGS)

clean:
	rm -rf $(VENV) $(DATA) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
