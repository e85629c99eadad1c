"""docs/accounting-rules.md names for every rule the code that holds it and a test that shows it: both must be there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROWS = re.findall(
	r"^\| ([A-Z]\d+) \| [^|]+ \| [^|]+ \| ([^|]+) \| ([^|]+) \|$",
	(ROOT / "docs" / "accounting-rules.md").read_text(encoding="utf-8"),
	re.MULTILINE,
)


def quoted(cell: str) -> list[str]:
	return re.findall(r"`([^`]+)`", cell)


def test_a_rule_stands_once():
	names = [name for name, _code, _tests in ROWS]
	assert len(names) > 40 and len(names) == len(set(names))


@pytest.mark.parametrize("name,code,tests", ROWS, ids=[row[0] for row in ROWS])
def test_code_and_test_of_a_rule_exist(name, code, tests):
	for path in quoted(code):
		assert (ROOT / "apps" / "huimang" / path).is_file(), path
	assert quoted(tests)
	for path, _colons, function in (node.partition("::") for node in quoted(tests)):
		assert re.search(
			rf"^\s*def {function}\(", (ROOT / "tests" / path).read_text(encoding="utf-8"), re.M
		), function
