"""`make manual`: the pictures and films of the manual, taken anew while browser tests work on the served demonstration."""

import os

from runtime import paths, system, testing
from runtime.say import line

FOLDER = "HUIMANG_MANUAL"
"""Tells the tests where pictures and films go; see tests/browser/camera.py."""
WALKS = ("tests/browser/manual_pictures.py", "tests/browser/manual_films.py")
CAMERA = "Camera("


def make(arguments: list[str]) -> int:
	"""Take all pictures and films, or those of the given tests, and return 0 where all jobs succeeded."""
	system.install_packages(also=("ffmpeg",))
	os.environ[FOLDER] = str(paths.ROOT / "apps" / "huimang" / "public" / "manual")
	code = testing.run(arguments or [*WALKS, *tests_with_pictures()])
	line(f"Pictures and films are in {os.environ[FOLDER]}; look at them before you commit them.")
	return code


def tests_with_pictures() -> list[str]:
	"""The browser tests that take pictures of the jobs they do."""
	files = sorted((paths.ROOT / "tests" / "browser").glob("test_*.py"))
	return [str(file.relative_to(paths.ROOT)) for file in files if CAMERA in file.read_text()]
