"""Remembers from which inputs a step was done, so that it is not done again."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from runtime import paths


class Stamp:
	"""A step's mark: fresh while its inputs are what they were when it was written."""

	def __init__(self, name: str, *inputs: Path, text: str = "", folder: Path = paths.STAMPS):
		self.path = folder / name
		self.digest = digest(inputs, text)

	def is_fresh(self) -> bool:
		"""Tell whether the step was done with these inputs."""
		return self.path.exists() and self.path.read_text() == self.digest

	def write(self) -> None:
		"""Remember that the step is done."""
		self.path.parent.mkdir(parents=True, exist_ok=True)
		self.path.write_text(self.digest)


def digest(inputs: Iterable[Path], text: str = "") -> str:
	"""One hash over the content of files, and of all files below folders, with their names."""
	result = hashlib.sha256(text.encode())
	for given in inputs:
		files = sorted(path for path in given.rglob("*") if path.is_file()) if given.is_dir() else [given]
		for path in files:
			result.update(f"\0{path.relative_to(given.parent)}\0".encode())
			result.update(path.read_bytes())
	return result.hexdigest()
