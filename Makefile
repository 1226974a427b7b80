# Every target makes its own environment in .venv; there is no step by hand.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# Python of the second version column (Google Colab's), for `make test-colab`.
COLAB_PYTHON ?= python3.13

.DELETE_ON_ERROR:
.PHONY: help demo test test-colab test-full lint proof sync release validate data picture site bench bench-kernels publish clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "make: Python 3.11 or newer is needed: make $(MAKECMDGOALS) PYTHON=/path/to/python3.11"; exit 1; }
	@echo "making the environment in $(VENV) (once, about a minute)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[staff,docs,dev]'
	@touch $@

demo: $(READY) ## the whole life of the course: release, a class of twelve, marks, feedback
	@$(BIN)/coursekit demo

test: $(READY) lint ## all checks
	$(BIN)/coursekit release --check
	$(BIN)/coursekit proof --check
	$(BIN)/python -m pytest -n 2 --dist loadfile

test-colab: $(READY) ## install and run every notebook in Google Colab's version column
	COLAB_PYTHON=$(COLAB_PYTHON) $(BIN)/python -m pytest -m colab tests/test_colab.py

proof: $(READY) ## judge every stored answer and every mutant; write docs/validation.md
	$(BIN)/coursekit proof

test-full: $(READY) ## grade every stored answer the way students' work goes (about ten minutes)
	$(BIN)/python -m pytest -n 2 -m full tests/test_real_path.py

lint: $(READY)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .

sync: $(READY) ## write source/ from text/
	$(BIN)/coursekit sync

release: $(READY) ## build release/ from text/ and source/
	$(BIN)/coursekit release

validate: $(READY) ## nbgrader's own validation of source/ and release/
	$(BIN)/coursekit validate

data: $(READY) ## draw the course's data again
	$(BIN)/python -m coursekit.generators.build

picture: $(READY) ## draw the README's picture again
	$(BIN)/python -m coursekit.generators.overview

site: $(READY) ## build the reading site in build/site: lessons with figures, guides, validation
	$(BIN)/coursekit site

bench: $(READY) ## time and memory of every notebook, and of grading (about half an hour)
	$(BIN)/python -m tests.bench_notebooks
	$(BIN)/python -m tests.bench_grading

# In an environment of its own: Open3D brings an extension of JupyterLab's that asks a question at
# its start, which the browser test cannot answer.
KERNELS := build/kernels-venv
bench-kernels: ## the fast methods against NumPy, SciPy, scikit-learn, OpenCV, Open3D (15 minutes)
	@test -x $(KERNELS)/bin/python || $(PYTHON) -m venv $(KERNELS)
	@$(KERNELS)/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[kernels]'
	@missed=0; for part in lowrank icp; do \
	  $(KERNELS)/bin/python -m tests.kernels.$$part || missed=1; done; exit $$missed

publish: $(READY) ## write the public student folder: make publish DIR=../course
	$(BIN)/coursekit publish "$(DIR)"

clean: ## remove what the targets made, but no submissions and no gradebook
	rm -rf $(VENV) build .pytest_cache .ruff_cache
