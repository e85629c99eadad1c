# Huimang: `make start` serves the Desk, `make test` runs all tests; both install what is missing first.
#
#   make start  [PORT=8000] [ADDRESS=127.0.0.1] [SITE=name.localhost] [FRAPPE_PATH=/a/checkout]
#   make test   [TESTS="tests/rules tests/site/test_x.py"]
#   make manual [TESTS="tests/browser/manual_films.py"]    takes the manual's pictures and films anew

PYTHON ?= python3
.PHONY: start test manual lint lock
export PORT ADDRESS SITE FRAPPE_PATH

start:
	@exec $(PYTHON) -m runtime start

test:
	@exec $(PYTHON) -m runtime test $(TESTS)

manual:
	@exec $(PYTHON) -m runtime manual $(TESTS)

# what pre-commit checks, on all files
lint:
	env/bin/ruff check .
	env/bin/ruff format --check .

# the locks, from requirements/*.in and runtime/assets/package.json
lock:
	for name in app dev; do env/bin/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header \
		--python-version 3.11 requirements/$$name.in -o requirements/$$name.txt || exit 1; done
	cd runtime/assets && npm install --package-lock-only
