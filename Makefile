# Two commands: `make serve` and `make test`. Each does the whole set-up it needs, alone, from a bare clone.
#
#   make serve [PORT=8123] [HOST=127.0.0.1] [WORKER=0]   the site and its worker; WORKER=0 leaves torch out, a big download
#              [TLS=1]                                   by HTTPS, with a certificate authority of this machine's own
#   make test                                            every check and every kind of test, those in a real browser included
#   make test-all                                        the same, and all those tests of which `make test` takes some of a kind
#   make test-browsers                                   a short journey in Chromium, Firefox and WebKit, which `make test` runs
#                                                        in Chromium and in Firefox where it is installed; and the tests of
#                                                        problems and playground on the exported site, and every problem
#   make peers                                           our rules beside those of other libraries, which it installs apart
#   make wheel                                           the whole site in one file, for pip, pipx and uvx: dist/
#   make bench                                           what is promised in time, as a table; best on a quiet machine
#   make check | vendor | setup | clean                  one part of it

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8123
WORKER ?= 1
RELOAD ?= 0
TLS ?= 0

BIN := .venv/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)

.PHONY: setup serve test test-all test-browsers check check-types check-rest bench peers wheel vendor clean
.DELETE_ON_ERROR:

setup: vendor

serve: vendor $(if $(filter-out 0,$(WORKER)),.venv/.torch) $(if $(filter-out 0,$(TLS)),.venv/.tls)
	$(BIN)/optimizer-playground serve --host $(HOST) --port $(PORT) $(if $(filter-out 0,$(TLS)),--tls) $(if $(filter-out 0,$(RELOAD)),--reload)

# The checks come first, so that the last line is pytest's summary. Three processes of one thread each, for two cores: some tests
# wait for other processes. The longest files are begun first (tests/conftest.py), which xdist's own order would undo.
# Nothing in here fails because the machine is busy: what promises a time is `make bench`.
PARALLEL := -n 3 --dist loadfile --no-loadscope-reorder
TAKEN := not thorough
test-all: TAKEN := thorough or not thorough

test test-all: check
	@chromium=$$(scripts/chromium.sh) && export CHROMIUM="$$chromium" OMP_NUM_THREADS=1 \
	&& echo "== tests without a browser" && $(BIN)/pytest --ignore tests/browser --ignore tests/browsers $(PARALLEL) -m "$(TAKEN)" \
	&& echo "== tests in a browser: $$chromium" && $(BIN)/pytest tests/browser tests/browsers $(PARALLEL) --ignore tests/browser/exported -k "not webkit" -m "$(TAKEN)"

# The same journey in every browser, the journeys of the browser suite on the exported site, and the
# answers to every problem; on Debian, as root, those that are missing are installed first.
test-browsers: vendor .venv/.test
	@scripts/browsers.sh
	@chromium=$$(scripts/chromium.sh) && export CHROMIUM="$$chromium" OMP_NUM_THREADS=1 && $(BIN)/pytest tests/browsers tests/browser/exported tests/browser/test_every_problem.py

check: vendor .venv/.test
	@echo "== checks: ruff, mypy, import-linter, the contract of Python and JavaScript, prettier, eslint, tsc"
	@$(MAKE) --no-print-directory --jobs 2 check-types check-rest

# Of `make check`, side by side: mypy takes as long as all else.
check-types:
	$(BIN)/mypy

check-rest:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/python -m scripts.seam --check
	node_modules/.bin/prettier --check eslint.config.js static/js tests/js
	node_modules/.bin/eslint eslint.config.js static/js tests/js
	node_modules/.bin/tsc --project tsconfig.json

bench: vendor .venv/.test
	@chromium=$$(scripts/chromium.sh) && export CHROMIUM="$$chromium" OMP_NUM_THREADS=1 && $(BIN)/python -m benchmarks

# In an environment of its own: the peers are no part of the tests.
peers: .venv-peers/.made
	OMP_NUM_THREADS=1 .venv-peers/bin/python -m tests.peers
	OMP_NUM_THREADS=1 .venv-peers/bin/python -m pytest tests/peers/test_exported_optax.py tests/peers/test_exported_torch.py -q

.venv-peers/.made: pyproject.toml constraints.txt
	@echo "== Python packages of the peers, torch among them: on an ordinary Linux machine a large download"
	$(PYTHON) -m venv .venv-peers
	.venv-peers/bin/pip install --quiet --constraint constraints.txt --editable '.[torch,peers]'
	@echo "== emerging-optimizers, on any Python (tests/peers/lent.py), and triton, which its matrix rules import"
	-.venv-peers/bin/pip install --quiet --no-deps --ignore-requires-python --constraint constraints.txt emerging-optimizers triton
	@touch $@

# Everything that the pages need is inside: what it is installed from may have no network.
wheel: vendor
	@rm -rf dist
	@$(BIN)/pip --disable-pip-version-check wheel --quiet --no-deps --constraint constraints.txt --wheel-dir dist .
	@ls -sh dist/*.whl

vendor: .venv/.base node_modules/.installed
	@$(BIN)/optimizer-playground vendor

clean:
	rm -rf .venv .venv-peers node_modules static/vendor .cache dist

# Stamps: made again when the pins change, so that a second `make serve` has nothing to do.

.venv/.made:
	@scripts/venv.sh $(PYTHON)
	@touch $@

.venv/.base: .venv/.made pyproject.toml constraints.txt
	@echo "== Python packages"
	@scripts/pip.sh --editable .
	@touch $@

.venv/.torch: .venv/.base
	@echo "== torch: on an ordinary Linux machine a large download"
	@scripts/pip.sh --editable '.[torch]'
	@touch $@

.venv/.tls: .venv/.base
	@scripts/pip.sh --editable '.[tls]'
	@touch $@

.venv/.test: .venv/.base
	@echo "== Python packages for the tests, torch among them: on an ordinary Linux machine a large download"
	@scripts/pip.sh --editable '.[test,torch]'
	@touch $@ .venv/.torch

node_modules/.installed: .venv/.made package.json package-lock.json
	@scripts/npm.sh
	@touch $@
