"""A plugin of pytest, by which runs beside each other share their tests: each takes the next file that none has taken.

Files whose tests are marked `long` begin first, so that no run is left alone with them at the end.
"""

import os
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest

FOLDER = "HUIMANG_TEST_LANES"
"""Names the folder, empty at first, in which a run leaves the name of every file that it has taken."""


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
	"""Run what this run takes, in the place of pytest's own loop."""
	if session.testsfailed or session.config.option.collectonly:
		return None
	taken = shares(session.items, Path(os.environ[FOLDER]))
	item = next(taken, None)
	while item:
		following = next(taken, None)
		item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
		if session.shouldfail:
			raise session.Failed(session.shouldfail)
		if session.shouldstop:
			raise session.Interrupted(session.shouldstop)
		item = following
	return True


def shares(items: list[pytest.Item], folder: Path) -> Iterator[pytest.Item]:
	"""Give the tests of one file after the other, as long as there is a file that nobody has taken."""
	files = [list(tests) for _path, tests in groupby(items, key=lambda item: item.path)]
	files.sort(key=lambda tests: not tests[0].get_closest_marker("long"))
	for tests in files:
		if take(folder, tests[0].path):
			yield from tests


def take(folder: Path, file: Path) -> bool:
	"""Take a file, unless another run was quicker."""
	try:
		(folder / mark_of(file)).touch(exist_ok=False)
	except FileExistsError:
		return False
	return True


def mark_of(file: Path) -> str:
	"""The name under which a file is taken."""
	return f"{file.parent.name}-{file.name}"


def left_out(folder: Path, files: list[Path]) -> list[Path]:
	"""Which of these files no run has taken."""
	taken = {mark.name for mark in folder.iterdir()}
	return [file for file in files if mark_of(file) not in taken]
