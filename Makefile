# Everything that is done with a checkout. `make` alone lists it.

BIN := .venv/bin
LESSONS := my-lessons
# Arguments for `make lab` and `make app`, such as: make lab ARGS="--projector --port 9000"
ARGS :=

# uv reads no pip.conf; where it is the only place that says where packages are, pip takes over.
INSTALL = $(BIN)/uv pip install --quiet --python $(BIN)/python $(FROM) --require-hashes -r $(1) || \
	$(BIN)/python -m pip install --quiet $(FROM) --require-hashes -r $(1)
# The checkout itself. Its build tool is in the lock, so this asks no network.
INSTALL_SELF = $(BIN)/uv pip install --quiet --python $(BIN)/python --offline --no-deps --no-build-isolation --editable .

COMPILE = $(BIN)/uv pip compile --quiet --universal --fork-strategy fewest --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

.DEFAULT_GOAL := help
.PHONY: help lab app site site-check test lint types notebooks bench pictures offline dist lock

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

lab: .venv/lab.stamp ## set up what is missing and open the course in JupyterLab
	$(BIN)/imagesim lab $(LESSONS) $(ARGS)

app: .venv/lab.stamp ## set up what is missing and open the labs as pages without code
	$(BIN)/python -m imagesim.labs.apps $(ARGS)

site: .venv/site.stamp ## the static site into site/: labs that run in the browser; fetches what is pinned once
	$(BIN)/python -m docs.site site

site-check: site ## hold the whole site against the program, and look at every page of it in Chromium, for many minutes
	$(BIN)/python -m pytest -rs -m sitecheck tests/site tests/browser
	$(BIN)/python -m tests.site site

test: .venv/site.stamp ## every check: style, types, tests, notebooks, browser; goes on after a failure and sums up
	$(BIN)/python -m tests.suite

lint: .venv/dev.stamp ## style alone
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: .venv/dev.stamp ## types alone
	$(BIN)/mypy

notebooks: .venv/dev.stamp ## run every notebook again and store its outputs
	$(BIN)/python -m nbconvert --to notebook --execute --inplace --log-level WARN \
		--ExecutePreprocessor.timeout=60 --ExecutePreprocessor.store_widget_state=False notebooks/*.ipynb
	$(BIN)/nbstripout --keep-output --keep-count \
		--extra-keys "metadata.widgets metadata.language_info.version cell.metadata.execution" notebooks/*.ipynb

bench: .venv/dev.stamp ## time clusters of up to 500,000 pods and the shipped scenarios, into bench.json
	$(BIN)/python -m tests.bench bench.json

pictures: .venv/dev.stamp ## the pictures of README and site, and contact sheets of all others, into pictures/
	$(BIN)/python -m tests.pictures.readme docs
	$(BIN)/python -m tests.pictures pictures

offline: .venv/dev.stamp ## collect wheels for a class without a network, into wheelhouse/
	rm -rf wheelhouse
	$(BIN)/python -m pip download --quiet --require-hashes --only-binary :all: --dest wheelhouse \
		-r requirements/lab.txt
	$(BIN)/python -m pip download --quiet --require-hashes --only-binary :all: --dest wheelhouse \
		-r requirements/uv.txt
	$(BIN)/python -m build --wheel --no-isolation --outdir wheelhouse >wheelhouse/build.log
	rm wheelhouse/build.log
	@echo "wheelhouse/ is for $$($(BIN)/python -c 'import platform as p; print(p.system(), p.machine(), "and Python", ".".join(p.python_version_tuple()[:2]))')."
	@echo "Copy this checkout, without .venv, to a machine of that kind; there 'make lab' needs no network. Or, without make:"
	@echo "  python3 -m venv .venv && .venv/bin/pip install --no-index --find-links wheelhouse 'imagesim-k8s[all]' && .venv/bin/imagesim lab"

dist: .venv/dev.stamp ## the wheel and the sdist, into dist/: the same bytes for the same commit
	rm -rf dist
	SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) $(BIN)/python -m build --no-isolation --outdir dist

lock: .venv/dev.stamp ## choose the newest versions and write requirements/ again
	$(COMPILE) --upgrade --extra all --group dev --output-file requirements/dev.txt pyproject.toml
	$(COMPILE) --upgrade --extra all --group build --group app --constraint requirements/dev.txt --output-file requirements/lab.txt pyproject.toml
	$(COMPILE) --upgrade --group site --constraint requirements/dev.txt --output-file requirements/site.txt
	echo uv | $(COMPILE) --upgrade --output-file requirements/uv.txt -
	$(BIN)/python -m tests.conda environment.yml
	$(BIN)/python -m docs.site.locking

# A class without a network: where `make offline` has filled this folder, `make lab` installs from it alone.
.venv/lab.stamp: FROM := $(if $(wildcard wheelhouse/*.whl),--no-index --find-links wheelhouse)
.venv/lab.stamp: requirements/lab.txt requirements/uv.txt pyproject.toml
	@FROM="$(FROM)" PYTHON="$(PYTHON)" requirements/venv.sh
	@echo "installing from requirements/lab.txt"
	@$(call INSTALL,requirements/lab.txt)
	@$(INSTALL_SELF)
	@touch $@

.venv/dev.stamp: requirements/dev.txt requirements/uv.txt pyproject.toml
	@PYTHON="$(PYTHON)" requirements/venv.sh
	@echo "installing from requirements/dev.txt"
	@$(call INSTALL,requirements/dev.txt)
	@$(INSTALL_SELF)
	@touch $@ .venv/lab.stamp

# The book of the site, on top of dev.txt, which has none of it.
.venv/site.stamp: .venv/dev.stamp requirements/site.txt
	@echo "installing from requirements/site.txt"
	@$(call INSTALL,requirements/site.txt)
	@touch $@
