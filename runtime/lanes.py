"""Runs of tests beside each other share the files: each takes the next that none has taken (`lanes_plugin.py`).

Files whose tests are marked `long` begin first, so that no run is left alone with them at the end.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
	import pytest

FOLDER = "HUIMANG_TEST_LANES"
"""Names the folder, empty at first, in which a run leaves the name of every file that it has taken."""


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
