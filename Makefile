# ARGS reaches the command: make run ARGS="--tape FOLDER --port 8010"
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run setup ui test check fix bench chaos agreement mutants pictures

run:
	@$(PYTHON) scripts/setup.py run
	@exec $(BIN)/tradewind up $(ARGS)

setup:
	@$(PYTHON) scripts/setup.py run

ui: setup

test:
	@scripts/test

check:
	@$(PYTHON) scripts/setup.py dev
	@scripts/check

fix:
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

bench:
	@$(PYTHON) scripts/setup.py dev
	@scripts/bench

# Every failpoint with SEEDS runs against the lab, JOBS at a time (empty: one a core); FIRST is the first seed.
SEEDS ?= 200
FIRST ?= 0
JOBS ?=
chaos:
	@$(PYTHON) scripts/setup.py dev
	@$(BIN)/python -m tests.chaos --seeds $(SEEDS) --first $(FIRST) $(if $(JOBS),--jobs $(JOBS))

# The simulator against the lab: SCRIPTS random order scripts through both, compared to the last digit.
SCRIPTS ?= 1000
agreement:
	@$(PYTHON) scripts/setup.py dev
	@$(BIN)/python -m tests.brokers.agreement --scripts $(SCRIPTS) --first $(FIRST)

# Changes the code that money and limits hang on, one spot at a time, and asks the tests whether they notice.
mutants:
	@$(PYTHON) scripts/setup.py dev
	@$(BIN)/python -m mutmut run --max-children 2
	@$(BIN)/python -m mutmut results --all true | awk '{print $$NF}' | sort | uniq -c

# Every page of the dashboard for the documentation, dark, light and on a phone; ARENA is a folder of recorded candles.
ARENA ?=
pictures:
	@$(PYTHON) scripts/setup.py dev
	@$(BIN)/python -m tests.e2e.pictures docs/images $(if $(ARENA),--arena $(ARENA))
