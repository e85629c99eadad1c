"""What the person at the terminal reads: numbered steps, their times, and one sentence when something is wrong."""

import contextlib
import sys
import time


class Stop(Exception):
	"""The set-up cannot go on; the message is the one sentence that the person reads."""


def line(text: str = "") -> None:
	"""Print a line at once, also into a pipe."""
	print(text, flush=True)


def warn(text: str) -> None:
	"""Print a line to standard error."""
	print(text, file=sys.stderr, flush=True)


@contextlib.contextmanager
def step(what: str):
	"""Announce a long step, and say how long it took when it is done."""
	line(f"» {what} …")
	began = time.monotonic()
	yield
	line(f"  done in {time.monotonic() - began:.1f} s")


class Progress:
	"""Shows how far a counted step is, at most one line a second where it is not a terminal."""

	def __init__(self, what: str, total: int):
		self.what, self.total = what, total
		self._next = time.monotonic() + 1
		self._tty = sys.stdout.isatty()
		self._done = False

	def at(self, count: int) -> None:
		"""Say that `count` of the total are done."""
		if self._done or (time.monotonic() < self._next and count < self.total):
			return
		self._done = count >= self.total
		self._next = time.monotonic() + (0.2 if self._tty else 5)
		text = f"  {self.what}: {count} of {self.total}"
		if self._tty:
			print(f"\r{text}", end="\n" if count >= self.total else "", flush=True)
		else:
			line(text)
