"""Runs beside each other share the tests: each file is run by one of them, the long ones first."""

import os
import re
import subprocess
import sys

import pytest

from runtime import lanes, paths

RAN = re.compile(r"/(test_\w\.py) [.F]")


@pytest.fixture
def folder(tmp_path):
	"""Four files of tests, and beside them where runs leave what they have taken."""
	for name, mark in (("a", ""), ("b", ""), ("c", "pytestmark = pytest.mark.long\n"), ("d", "")):
		tests = "def test_one(): pass\ndef test_two(): assert not __file__.endswith('d.py')\n"
		(tmp_path / f"test_{name}.py").write_text(f"import pytest\n{mark}{tests}")
	(tmp_path / "taken").mkdir()
	return tmp_path


def run(folder) -> tuple[int, str]:
	"""A run of the folder's tests, as one of those that share them."""
	options = ["-p", "runtime.lanes_plugin", "-p", "no:cacheprovider", "--import-mode=importlib", "--tb=no"]
	done = subprocess.run(
		[sys.executable, "-m", "pytest", *options, "-W", "ignore", str(folder)],
		cwd=paths.ROOT,
		env={**os.environ, lanes.FOLDER: str(folder / "taken")},
		capture_output=True,
		text=True,
	)
	return done.returncode, done.stdout


def test_each_file_is_run_once_and_the_long_ones_first(folder):
	files = sorted(folder.glob("test_*.py"))
	assert lanes.take(folder / "taken", files[1])
	assert not lanes.take(folder / "taken", files[1])
	assert lanes.left_out(folder / "taken", files) == [files[0], files[2], files[3]]

	code, said = run(folder)
	assert RAN.findall(said) == ["test_c.py", "test_a.py", "test_d.py"]
	assert code == 1 and "1 failed, 5 passed" in said, "a test that fails fails its run"
	assert lanes.left_out(folder / "taken", files) == []

	code, said = run(folder)
	assert code == 0 and not RAN.findall(said)
