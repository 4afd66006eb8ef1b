# Text → measures → inference → notebook → page. `make help` lists what there is to make.
#
# A page is out of date when its notebook, the parameters it declares, or any module or data file it rests on is newer. The page rules only
# mark it as such; one process then builds all that are marked, JOBS at a time, because importing the libraries once for every page would
# cost more than the work itself.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules --no-print-directory
JOBS ?= 2
ifeq ($(MAKELEVEL),0)
MAKEFLAGS += -j$(JOBS)
endif

RUN ?= default
NOTEBOOK ?= index
SET ?=
export RUN NOTEBOOK SET

# Names become parts of paths and commands, so they are checked before anything uses them.
LETTERS := a b c d e f g h i j k l m n o p q r s t u v w x y z 0 1 2 3 4 5 6 7 8 9 - _
plain = $(if $(strip $(1)),$(if $(word 2,$(1)),no,$(call without,$(1),$(LETTERS))),no)
without = $(if $(2),$(call without,$(subst $(firstword $(2)),,$(1)),$(wordlist 2,$(words $(2)),$(2))),$(1))
ifneq ($(call plain,$(RUN)),)
$(error RUN: a name takes lower-case letters, digits, - and _ only; the runs are $(basename $(notdir $(wildcard params/*.yaml))))
endif
ifeq ($(MAKECMDGOALS)-$(RUN),compare-default)
$(error RUN: default is what a run is compared with; name another: make compare RUN=fine-topics)
endif
export PYTHONHASHSEED := 0
PYTHON := .venv/bin/python

PAGES := 01_corpus 02_terms 03_topics 04_emphasis 05_targets 06_robustness 07_concordance index
HTML := $(PAGES:%=reports/$(RUN)/%.html)
GIVEN := .cache/parameters/$(RUN)
MARKS := .cache/stale/$(RUN)
P := src/policy_emphasis

# What each page rests on, by layer; tests/test_make.py holds these lists against the imports.
TEXT := $(wildcard data/raw/*) data/reference/lexicon.csv data/reference/stop_words.csv data/reference/glossary.csv data/reference/heading_glosses.csv data/reference/messages.zh.po \
  $(wildcard $(P)/text/*.py) $(addprefix $(P)/,__init__.py project.py language.py parameters.py run.py) CITATION.cff requirements.lock
PAGE := $(wildcard $(P)/report/template/*) $(P)/measures/__init__.py $(P)/measures/themes.py $(addprefix $(P)/report/,__init__.py render.py compare.py markup.py blocks.py figure.py charts.py findings.py caveats.py titles.py commitments.py) \
  $(P)/build.py $(P)/kernel.py $(P)/warm.py
RESAMPLE := $(addprefix $(P)/inference/,__init__.py resample.py) $(P)/measures/__init__.py
TERMS := $(RESAMPLE) $(P)/measures/terms.py $(P)/inference/keyness.py
THEMES := $(RESAMPLE) $(P)/measures/themes.py $(P)/inference/shares.py data/reference/codebook.yaml
TOPICS := $(THEMES) $(P)/measures/topics.py $(P)/measures/terms.py
QUALITY := $(P)/measures/coherence.py $(P)/inference/stability.py
VALIDATION := $(P)/measures/validation.py data/reference/heading_themes.csv data/reference/validation_provinces_2025.csv
EVIDENCE := $(P)/report/evidence.py
NUMBERS := $(RESAMPLE) $(P)/inference/shares.py $(addprefix $(P)/measures/,numerals.py indicators.py quantities.py targets.py) $(P)/report/commitments.py data/reference/units.csv data/reference/indicators.csv
OVERVIEW := $(P)/report/overview.py $(NUMBERS) $(TERMS) $(TOPICS) $(P)/inference/multiverse.py params/grids/multiverse.yaml

.PHONY: help all report compare lab notebooks test bench lock clean
.PRECIOUS: reports/%.html

help:  ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## */  make \1\t/' | expand -t 20

all: $(HTML)  ## build and render the pages of a run (RUN=default)
	@if ls $(MARKS)/* >/dev/null 2>&1; then \
	  $(PYTHON) -m policy_emphasis pages $(RUN) $$(ls $(MARKS)) --jobs $(JOBS) && echo "open reports/$(RUN)/index.html"; \
	else echo "reports/$(RUN)/ is up to date: open reports/$(RUN)/index.html"; fi

$(HTML): reports/$(RUN)/%.html: notebooks/%.ipynb $(GIVEN)/%.json $(TEXT) $(PAGE)
	@mkdir -p $(MARKS) && touch $(MARKS)/$*

$(filter %/01_corpus.html,$(HTML)): $(THEMES) $(NUMBERS) $(P)/report/source.py
$(filter %/02_terms.html,$(HTML)): $(TERMS) $(EVIDENCE)
$(filter %/03_topics.html,$(HTML)): $(TOPICS) $(EVIDENCE) $(QUALITY)
$(filter %/04_emphasis.html,$(HTML)): $(THEMES) $(EVIDENCE) $(VALIDATION)
$(filter %/05_targets.html,$(HTML)): $(NUMBERS) $(EVIDENCE) $(P)/report/numbers.py $(P)/measures/quantity_scores.py tests/gold/quantities.csv data/reference/validation_quantities_elsewhere.csv
$(filter %/06_robustness.html,$(HTML)): $(OVERVIEW) $(P)/inference/comparability.py
$(filter %/07_concordance.html,$(HTML)): $(P)/measures/concordance.py $(P)/report/concordance.py
$(filter %/index.html,$(HTML)): $(OVERVIEW)

# A published table that was deleted makes its page out of date.
define published
TABLES += $(2:%=reports/$(RUN)/tables/%.csv)
$(2:%=reports/$(RUN)/tables/%.csv): ; @mkdir -p $(MARKS) && touch $(MARKS)/$(1)
endef
$(eval $(call published,01_corpus,documents ledger))
$(eval $(call published,02_terms,terms terms_pairwise))
$(eval $(call published,03_topics,topics topic_shares topics_by_number))
$(eval $(call published,04_emphasis,themes theme_contrasts theme_validation theme_confusion theme_validation_paragraphs theme_sentences))
$(eval $(call published,05_targets,quantities quantity_scores))
$(eval $(call published,06_robustness,multiverse multiverse_choices length_matched sections robustness))
$(eval $(call published,index,findings))
all: $(TABLES)

# The stamp says that the parameters were looked at; each notebook's file changes only when its own values do.
$(PAGES:%=$(GIVEN)/%.json): $(GIVEN)/.looked ;
$(GIVEN)/.looked: params/default.yaml params/$(RUN).yaml $(PAGES:%=notebooks/%.ipynb) $(P)/parameters.py data/raw/documents.csv .venv/.installed
	@$(PYTHON) -m policy_emphasis parameters $(RUN) && touch $@

params/%.yaml:
	@echo "params/$*.yaml: no such run; there are: $(basename $(notdir $(wildcard params/*.yaml)))" >&2; exit 2

data/%:
	@echo "data/$*: not there; restore it (git checkout data), and give files in data/raw names without spaces" >&2; exit 2

report: .venv/.installed  ## one page under other parameters: NOTEBOOK=03_topics SET="n_topics=12 model=lda"
	@$(PYTHON) -m policy_emphasis report "$$RUN" "$$NOTEBOOK"

compare: all  ## what a run changes against the default: RUN=fine-topics
	@$(MAKE) all RUN=default
	@$(PYTHON) -m policy_emphasis compare $(RUN)

lab: .venv/.installed  ## open JupyterLab on the notebooks
	@.venv/bin/jupyter lab --notebook-dir=notebooks

notebooks: .venv/.installed  ## renew the outputs in the committed notebooks
	@$(PYTHON) -m policy_emphasis refresh

test: all  ## run every test: units, the notebooks by nbval, the pages of the default run
	@$(PYTHON) -m pytest tests -n $(JOBS) --dist worksteal
	@$(PYTHON) -m pytest notebooks --nbval --nbval-current-env --nbval-sanitize-with tests/nbval.cfg -n $(JOBS) --dist loadfile

bench: .venv/.installed  ## measure speed and calibration against what a user would pick instead
	@$(PYTHON) benchmarks/inference.py
	@$(PYTHON) benchmarks/build_time.py

.venv/.installed: requirements.lock pyproject.toml
	@echo "  installing the locked requirements into .venv"
	@test -x .venv/bin/python || python3 -m venv .venv
	@awk '/^[a-z]/ {keep = /^uv==/} keep' requirements.lock > .venv/uv.txt
	@.venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r .venv/uv.txt
	@.venv/bin/uv pip install -q --python .venv/bin/python --require-hashes -r requirements.lock
	@.venv/bin/uv pip install -q --python .venv/bin/python --no-deps --no-build-isolation -e .
	@touch $@

lock: .venv/.installed  ## pin the newest versions that pyproject.toml allows
	@.venv/bin/uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header pyproject.toml -o requirements.lock

clean:  ## remove all that is built (not .venv)
	@rm -rf reports data/processed .cache
