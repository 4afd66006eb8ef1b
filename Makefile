# Text → measures → inference → notebook → page. `make help` lists what there is to make.
#
# One rule builds a run. When anything in src, notebooks, data, params or the lock is newer than its
# pages, or a page or a table is gone or is not what was made, all of them are made anew, JOBS at a time in one process. What
# takes long is kept in data/processed under a hash of all it rests on, so a second build costs only
# what the change really touches.

.DEFAULT_GOAL := help
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules --no-print-directory
RUN ?= default
NOTEBOOK ?= index
SET ?=
JOBS ?= 2
FROM ?=
INTO ?=
SOURCE ?=
CORPUS ?= raw
export RUN NOTEBOOK SET FROM INTO SOURCE CORPUS
export PYTHONHASHSEED := 0
PYTHON := .venv/bin/python -P

RUNS := $(sort $(basename $(notdir $(wildcard params/*.yaml))))
ifneq ($(words $(RUN))/$(filter $(RUN),$(RUNS)),1/$(RUN))
$(error RUN: no such run in params/; there are: $(RUNS))
endif

OWN := $(shell sed -n 's/^corpus: *\([^ \#]*\).*/\1/p' params/$(RUN).yaml)
FOUND := $(shell find src notebooks data/raw data/reference params/grids tests/gold -type f ! -name '*.pyc' ! -name '.*')
# Of an imported corpus, what its texts are summed up in.
TEXTS := $(if $(filter-out raw,$(OWN)),$(wildcard data/corpora/$(OWN)/d*.csv))
INPUTS := $(FOUND) $(TEXTS) params/default.yaml params/$(RUN).yaml requirements.lock CITATION.cff
MADE := reports/$(RUN)/.made
# Of what was made, and of all that it rests on, the SHA-256: a clock that goes back hides no change.
GONE := $(shell { sha256sum --status --check $(MADE) || shasum --algorithm 256 --status --check $(MADE); } >/dev/null 2>&1 || echo again)
# An environment that was made for another folder, or for a Python that is gone or is another by now,
# is replaced, and one that is a link is left alone.
FOREIGN := $(shell [ -L .venv ] || [ ! -e .venv/.installed ] || { \
	name=$$(basename "$$(readlink -f .venv/bin/python)"); [ -x .venv/bin/python ] && \
	{ [ -d ".venv/lib/$$name" ] || ! expr "$$name" : 'python3[.]' >/dev/null; } && \
	grep -qxF '$(CURDIR)' .venv/.installed; } || echo again)
# The installer uv reads none of pip's settings: of the environment here, of files where it installs.
ifeq ($(UV_DEFAULT_INDEX)$(UV_INDEX_URL),)
ifneq ($(PIP_INDEX_URL),)
export UV_DEFAULT_INDEX := $(PIP_INDEX_URL)
endif
endif

.PHONY: help all report print crate compare import audit norms lab notebooks messages check test verify bench lock clean again

help:  ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## */  make \1\t/' | expand -t 20

all: $(MADE)  ## build and render the pages of a run (RUN=default)
	@$(if $(BUILT),:,echo "  reports/$(RUN) is up to date: open reports/$(RUN)/index.html")

$(MADE): $(INPUTS) $(GONE) | .venv/.installed
	@$(PYTHON) -m policy_emphasis pages "$$RUN" --jobs $(JOBS)
	$(eval BUILT := yes)

again:  # what rests on this is made whatever the dates are

data/%:
	@echo "$@: not there; restore it (git checkout data), and give files in data/raw names without spaces" >&2; exit 2

report: .venv/.installed  ## one page under other parameters: NOTEBOOK=03_topics SET="n_topics=12 model=lda"
	@$(PYTHON) -m policy_emphasis report "$$RUN" "$$NOTEBOOK"

print: $(MADE)  ## all pages of a run as one document for paper, as HTML and PDF (RUN=default)
	@$(PYTHON) -m policy_emphasis print "$$RUN"

crate: $(MADE)  ## a run with all that it was made of as a research object (RO-Crate), one file (RUN=default)
	@$(PYTHON) -m policy_emphasis crate "$$RUN"

compare: $(MADE)  ## what a run changes against the default: RUN=fine-topics
	@$(MAKE) -s reports/default/.made RUN=default
	@$(PYTHON) -m policy_emphasis compare "$$RUN"

import: .venv/.installed  ## a corpus and its run from your own files: FROM=folder INTO=name
	@$(PYTHON) -m policy_emphasis import "$$FROM" "$$INTO"

audit: .venv/.installed  ## the faults of a corpus's documents: CORPUS=name
	@$(PYTHON) -m policy_emphasis audit "$$CORPUS"

norms: .venv/.installed  ## what is usual, from an imported corpus: FROM=name SOURCE="where its texts come from"
	@$(PYTHON) -m policy_emphasis norms "$$FROM" --source "$$SOURCE"

lab: .venv/.installed  ## open JupyterLab on the notebooks
	@.venv/bin/jupyter lab --notebook-dir=notebooks

notebooks: .venv/.installed  ## renew what is committed and made: the notebooks' outputs, the README's findings
	@$(PYTHON) -m policy_emphasis refresh
	@$(MAKE) all RUN=default
	@cp reports/default/manifest.json docs/manifest.json

messages: .venv/.installed  ## put every message of code, notebooks and data into the Chinese catalogue
	@$(PYTHON) -m policy_emphasis messages

check: .venv/.installed  ## style, layers, and the tests that need no build: some minutes
	@.venv/bin/ruff format -q --check .
	@.venv/bin/ruff check -q --output-format concise .
	@.venv/bin/lint-imports --no-logo
	@$(PYTHON) -m pytest tests -m "not slow and not browser" -n $(JOBS)

test: all  ## run the tests: units, the notebooks by nbval, the pages of the default run
	@$(PYTHON) -m pytest tests notebooks -m "not long" --nbval --nbval-current-env --nbval-sanitize-with tests/nbval.cfg -n $(JOBS) --dist loadfile --no-loadscope-reorder

verify: all  ## what takes long: faults, hostile text, contrast; then all made twice: the same bytes?
	@$(PYTHON) -m pytest tests -m long -n $(JOBS) --dist loadfile --no-loadscope-reorder
	@$(PYTHON) -m policy_emphasis reproduce

bench: export PYTHONPATH := benchmarks
bench: .venv/.installed  ## measure speed and calibration against what a user would pick instead
	@$(PYTHON) benchmarks/inference.py
	@$(PYTHON) benchmarks/norms.py
	@$(PYTHON) benchmarks/segmentation.py
	@$(PYTHON) benchmarks/build_time.py
	@$(PYTHON) benchmarks/growth.py
	@$(PYTHON) benchmarks/scale.py
	@$(PYTHON) benchmarks/preparation.py
	@$(PYTHON) benchmarks/fuzzing.py
	@$(PYTHON) benchmarks/long_texts.py

.venv/.installed: requirements.lock pyproject.toml $(FOREIGN)
	@echo "  installing the locked requirements into .venv"
	@$(if $(FOREIGN),rm -rf .venv)
	@ls .venv/lib*/python*/site-packages/pip/__init__.py >/dev/null 2>&1 || python3 -m venv .venv
	@awk '/^[a-z]/ {keep = /^uv==/} keep' requirements.lock > .venv/uv.txt
	@PIP_USER=0 .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r .venv/uv.txt
	@cache="$${UV_CACHE_DIR:-$${XDG_CACHE_HOME:-$$HOME/.cache}/uv}"; \
	{ mkdir -p "$$cache" && [ -w "$$cache" ]; } 2>/dev/null || export UV_CACHE_DIR="$(CURDIR)/.cache/uv"; \
	if [ -z "$$UV_DEFAULT_INDEX$$UV_INDEX_URL" ] && \
	index=$$(.venv/bin/python -m pip config get global.index-url 2>/dev/null); then export UV_DEFAULT_INDEX="$$index"; fi; \
	.venv/bin/uv pip install -q --compile-bytecode --python .venv/bin/python --require-hashes -r requirements.lock && \
	.venv/bin/uv pip install -q --python .venv/bin/python --no-deps --no-build-isolation -e .
	@pwd > $@

lock: .venv/.installed  ## pin the newest versions that pyproject.toml allows
	@.venv/bin/uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --group dev pyproject.toml -o requirements.lock

clean:  ## remove all that is built (not .venv)
	@rm -rf reports data/processed .cache
