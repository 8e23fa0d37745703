# Everything a newcomer needs. `make help` prints the targets.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	if $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then echo $$p; break; fi; done)
MANAGE := $(BIN)/python manage.py
PIP := $(BIN)/python -m pip --disable-pip-version-check -q install --require-hashes -r
# A .mo file is made from its .po by Babel, so no system gettext is needed.
CATALOGUES := $(wildcard locale/*/LC_MESSAGES/django.po)

# An OData server that somebody else wrote; only tests ask it.
ODATA := tests/support/outside/odata_server

.PHONY: help demo test odata-server check lint safety security-reference types format translations requirements sbom screenshots bench clean

help: ## print this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

demo: $(VENV)/.installed $(CATALOGUES:.po=.mo) ## the whole site on http://127.0.0.1:8000 (PORT=9000 for another port)
	@PORT=$(PORT) $(MANAGE) run_demo

test: $(VENV)/.installed-dev $(CATALOGUES:.po=.mo) ## every test: SQLite, PostgreSQL (TEST_DATABASE_URL), browser (Chromium)
	@$(BIN)/python -m tests.run

odata-server: $(ODATA)/node_modules/.installed ## what the tests of Tribe CRM ask besides (needs Node 18 or newer, npm, a C++ compiler)

check: lint types safety translations ## format, lint, types, safety, import contract, migrations, translations, deployment
	@$(BIN)/python -m tests.security.reference --check
	@$(BIN)/lint-imports
	@$(MANAGE) makemigrations --check --dry-run
	@$(BIN)/python tests/check_deploy.py

lint: $(VENV)/.installed-dev ## format and lint, changing nothing
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/djlint templates --check --quiet
	@$(BIN)/djlint templates --lint --quiet

safety: $(VENV)/.installed-dev ## bandit, our own rules, and no secret in any file
	@mkdir -p var
	@$(BIN)/bandit -q -c pyproject.toml -r cms home privacy_portal deploy 2>var/bandit.log || { cat var/bandit.log; exit 1; }
	@$(BIN)/python tests/check_rules.py
	@$(BIN)/python tests/check_secrets.py

security-reference: $(VENV)/.installed-dev ## write docs/reference/security.md from the tests that name a requirement
	@$(BIN)/python -m tests.security.reference

types: $(VENV)/.installed-dev ## types at the doors of the rooms
	@$(BIN)/mypy cms home privacy_portal

format: $(VENV)/.installed-dev ## write the house format
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .
	@-$(BIN)/djlint templates --reformat --quiet

translations: $(VENV)/.installed-dev $(CATALOGUES:.po=.mo) ## every sentence exists in Dutch, none fuzzy, none forgotten (needs gettext)
	@$(BIN)/python tests/check_translations.py

requirements: ## pin requirements*.in again, with hashes, for Python 3.11 to 3.13 (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --upgrade \
		--custom-compile-command "make requirements" -q -o requirements.txt requirements.in
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --upgrade \
		--custom-compile-command "make requirements" -q -o requirements-dev.txt requirements-dev.in

sbom: | $(VENV)/bin/python ## what the site is made of, as CycloneDX 1.6 in var/sbom.json
	@mkdir -p var
	@$(BIN)/python deploy/sbom.py > var/sbom.json

bench: $(VENV)/.installed-dev $(CATALOGUES:.po=.mo) ## all benchmarks, ratios within one run
	@for script in benchmarks/*.py; do echo "== $$script"; $(BIN)/python $$script || exit 1; done

screenshots: $(VENV)/.installed-dev $(CATALOGUES:.po=.mo) ## the pictures in docs/images, from a demo of their own (needs Chromium)
	@$(BIN)/python design/screenshots.py

clean: ## forget the demo's database, mail and files (keeps the virtual environment)
	rm -rf var

# Its SQLite driver is the one package with a build of its own: made here, where speed is no matter, and not downloaded.
$(ODATA)/node_modules/.installed: $(ODATA)/package-lock.json
	@command -v npm >/dev/null || { echo "Node with npm is missing: install Node 18 or newer."; exit 1; }
	@echo "Installing the OData server that tests ask (once)..."
	@cd $(ODATA) && npm ci --ignore-scripts --silent
	@cd $(ODATA) && npm_config_build_from_source=true CFLAGS=-O0 CXXFLAGS=-O0 JOBS=2 \
		npm rebuild better-sqlite3 --silent
	@cd $(ODATA) && node -e 'new (require("better-sqlite3"))(":memory:")'
	@touch $@

%.mo: %.po $(VENV)/.installed
	@$(BIN)/pybabel -q compile -i $< -o $@

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is missing: install it and run make again."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv module is missing: on Debian, apt-get install python3-venv."; exit 1; }

$(VENV)/.installed: requirements.txt | $(VENV)/bin/python
	@echo "Installing what the site needs (once)..."
	@$(PIP) requirements.txt
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	@echo "Installing what the tests need (once)..."
	@$(PIP) requirements-dev.txt
	@touch $@
