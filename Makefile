# Two commands to know: `make film` and `make test`. Both set up what they need first.
# On Windows, or without make, the README spells the same commands out.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
FILM   ?= storyboards/bataille-de-cherbourg.yaml

.PHONY: film studio test lint types messages docs bench torture fuzz mutation clean

film: $(VENV)/installed
	$(BIN)/python make_video.py $(FILM)

# Films made, heard, corrected and published in the browser.
studio: $(VENV)/installed
	$(BIN)/python make_video.py studio

test: $(VENV)/installed-dev
	$(BIN)/python -m pytest -m "not slow" -n auto --dist loadfile --durations=15

# The long tests: kills, full disks, damaged caches, ten hours of film. At most 20 minutes on two
# cores; files side by side, and a table of what was done at the end. First many random edits.
torture: $(VENV)/installed-dev
	RECIT_EDITS=24000 $(BIN)/python -m pytest tests/editing/test_random_edits.py -o timeout=3000
	$(BIN)/python -m pytest -m slow -n auto --dist loadfile -p tests.torture.table -o timeout=3000

# `make fuzz SECONDS=600`: each target for so long; findings in fuzz/findings.
SECONDS ?= 60
fuzz: $(VENV)/installed-fuzz
	mkdir -p fuzz/findings
	$(BIN)/python fuzz/seeds.py fuzz/corpus
	for target in storyboard picture; do \
		$(BIN)/python fuzz/fuzz_$$target.py -max_total_time=$(SECONDS) -timeout=30 \
			-rss_limit_mb=2048 -artifact_prefix=fuzz/findings/$$target- fuzz/corpus/$$target \
			|| exit 1; \
	done

# `make mutation ROOM=language SAMPLE=150`: small faults, one at a time; do the room's tests notice?
ROOM ?= cache
SAMPLE ?= 100
mutation: $(VENV)/installed-mutation
	$(BIN)/python -m tests.torture.mutants $(ROOM) --sample $(SAMPLE)

lint: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/installed-dev
	$(BIN)/mypy

# What the tool says: gathered from the source, joined into each language's catalogue, compiled.
# Write the French in renderer/messages/locale/fr/LC_MESSAGES/recit.po, then run this again.
messages: $(VENV)/installed-dev
	$(BIN)/python -m tests.messages.gather

# The documentation as a site, in build/docs: French below fr/. No page of it asks anybody for anything.
docs: $(VENV)/installed-dev
	$(BIN)/python -m tests.site.build

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

$(VENV)/installed-fuzz: $(VENV)/installed-dev requirements-fuzz.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-fuzz.txt
	touch $@

$(VENV)/installed-mutation: $(VENV)/installed-dev requirements-mutation.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-mutation.txt
	touch $@

clean:
	rm -rf $(VENV) out .pytest_cache .mypy_cache .ruff_cache .hypothesis
