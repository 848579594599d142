# Two commands to know: `make film` and `make test`. Both set up what they need first.
# On Windows, or without make, the README spells the same commands out.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
FILM   ?= storyboards/bataille-de-cherbourg.yaml

.PHONY: film test lint types bench clean

film: $(VENV)/installed
	$(BIN)/python make_video.py $(FILM)

test: $(VENV)/installed-dev
	$(BIN)/python -m pytest -m "not slow"

lint: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/installed-dev
	$(BIN)/mypy

bench: $(VENV)/installed-dev
	$(BIN)/python -m bench

$(VENV)/installed: requirements.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/installed-dev: requirements.txt requirements-dev.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@

clean:
	rm -rf $(VENV) out .pytest_cache .mypy_cache .ruff_cache .hypothesis
