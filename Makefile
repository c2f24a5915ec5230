# The newcomer's and the developer's commands. Everything is installed under .venv and frontend/node_modules.
# Needs Python 3.11 or newer, git and make; Node comes as a Python wheel.

PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$name"; break; }; done)
BIN := .venv/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)
export PYTHONUTF8 := 1

.DEFAULT_GOAL := help
.PHONY: help demo test lint format build messages browser clean
.DELETE_ON_ERROR:

help: ## Show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 18

demo: .venv/.for-demo build ## Run the site with real records; Ctrl-C ends it
	@$(BIN)/python manage.py demo $(DEMO_OPTIONS)

# xdist's own order: it keeps the tests that empty the database last on each process, where `loadfile` does not.
test: .venv/.for-test build ## Run the tests
	$(BIN)/pytest -n auto $(TEST_OPTIONS)

browser: .venv/.for-test build ## Run the tests that use a real browser (chromium)
	$(BIN)/pytest tests/browser $(TEST_OPTIONS)

lint: .venv/.for-lint build ## Check style, types of the front end, templates, layers and migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --lint --quiet frontend/templates heritage collections exhibits search media_pipeline
	cd frontend && npm run --silent check
	PYTHONPATH=.:collections DJANGO_SETTINGS_MODULE=heritage.settings.test $(BIN)/lint-imports
	DJANGO_SETTINGS_MODULE=heritage.settings.test $(BIN)/python manage.py makemigrations --check --dry-run

format: .venv/.for-lint frontend/node_modules/.installed ## Write code in the house style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	cd frontend && npm run --silent format

build: frontend/static/build/manifest.json frontend/locale/.compiled ## Build the front end and the message catalogues

messages: .venv/.for-demo ## Bring the message catalogues up to date with the sources
	$(BIN)/python manage.py messages update

clean: ## Remove what was built and installed; keeps var/, where the demo's data is
	rm -rf .venv frontend/node_modules frontend/static/build frontend/locale/.compiled

# --- how it comes about -------------------------------------------------------------------------------------------

.venv/.uv: requirements/bootstrap.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed, and no python3 on the PATH is that new."; exit 1; }
	@echo "Making .venv with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv .venv || { echo "Python's venv module is missing; on Debian: apt-get install python3-venv"; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@# Our apps are in two folders; a path file makes both importable, as the wheel would.
	@$(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))' | xargs -I '{}' \
		sh -c 'printf "%s\n" "$(CURDIR)" "$(CURDIR)/collections" > "{}/qazyna.pth"'
	@touch $@

.venv/.for-demo: requirements/build.txt .venv/.uv
	$(BIN)/uv pip install --python $(BIN)/python --require-hashes -r $<
	@touch $@

.venv/.for-test: requirements/test.txt .venv/.for-demo
	$(BIN)/uv pip install --python $(BIN)/python --require-hashes -r $<
	@touch $@

.venv/.for-lint: requirements/lint.txt .venv/.for-test
	$(BIN)/uv pip install --python $(BIN)/python --require-hashes -r $<
	@touch $@

frontend/node_modules/.installed: frontend/package-lock.json frontend/package.json frontend/.npmrc .venv/.for-demo
	cd frontend && npm ci --no-audit --no-fund
	@touch $@

FRONTEND_SOURCES := $(shell find frontend/src frontend/styles frontend/*.ts frontend/*.json -type f 2>/dev/null)

frontend/static/build/manifest.json: frontend/node_modules/.installed $(FRONTEND_SOURCES)
	cd frontend && npm run --silent build
	@touch $@

frontend/locale/.compiled: .venv/.for-demo $(wildcard frontend/locale/*/LC_MESSAGES/django.po)
	$(BIN)/python manage.py messages compile
	@mkdir -p frontend/locale && touch $@
