# run · test · lint · bench · assets: everything a newcomer needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test lint bench assets assets-pruefen sauber

run: $(VENV)/.laufzeit
	@exec $(BIN)/bauaufsicht start

test: $(VENV)/.entwicklung lint assets-pruefen
	$(BIN)/python -m pytest -n 2 --dist loadfile

lint: $(VENV)/.entwicklung
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/djlint templates --lint --quiet

bench: $(VENV)/.entwicklung
	$(BIN)/python -m tests.bench

assets:
	npm ci --no-audit --no-fund
	node scripts/build_assets.mjs

# rebuilds static/vendor and fails when it differs from what is committed
assets-pruefen:
	@if command -v npm >/dev/null; then \
	  npm ci --no-audit --no-fund --silent && node scripts/build_assets.mjs >/dev/null && \
	  git diff --exit-code --stat -- static/vendor; \
	elif [ "$$REQUIRE_ALL" = 1 ]; then echo "npm fehlt" >&2; exit 1; \
	else echo "übersprungen: npm fehlt, static/vendor wird nicht neu gebaut"; fi

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Es wird Python 3.11 oder neuer gebraucht."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { rm -rf $(VENV); echo "Bitte zuerst installieren: apt install python3-venv"; exit 1; }

$(VENV)/.laufzeit: requirements.lock pyproject.toml | $(BIN)/python
	@echo "Pakete werden installiert (nur beim ersten Mal) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.entwicklung: requirements-dev.lock pyproject.toml | $(BIN)/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/.laufzeit

sauber:
	rm -rf $(VENV) node_modules .daten
