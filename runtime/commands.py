"""Runs other programs: quietly, or counting what they report as done."""

import os
import re
import subprocess
import time
from pathlib import Path

from runtime.say import Progress, Stop, line

SECONDS_BETWEEN = 5


def run_quietly(command: list, failure: str, given: str | None = None, **options) -> str:
	"""Run a command whose output matters only when it fails; return the output."""
	done = subprocess.run(command, input=given, capture_output=True, text=True, **options)
	if done.returncode:
		raise Stop(f"{failure}: {last_line(done.stderr or done.stdout)}")
	return done.stdout


def run_counted(command: list, what: str, pattern: str, total: int | None, **options) -> tuple[int, str]:
	"""Run a long command and show how many of its lines match; return its exit code and output.

	Without a total the first line that has the pattern's group `total` tells it.
	"""
	matcher, progress, count, lines = re.compile(pattern), None, 0, []
	process = subprocess.Popen(
		command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", **options
	)
	try:
		for entry in process.stdout:
			lines.append(entry)
			found = matcher.search(entry)
			if found and (told := found.groupdict().get("total")):
				total = int(told)
			elif found:
				count += 1
				progress = progress or (Progress(what, total) if total else None)
				if progress:
					progress.at(min(count, total))
		return process.wait(), "".join(lines)
	except BaseException:
		process.terminate()
		process.wait()
		raise


def run_watched(command: list, log: Path, pattern: str, **options) -> int:
	"""Run a command into a log, and show every few seconds the latest of its lines that match; return its exit code."""
	matcher, shown_at = re.compile(pattern), time.monotonic()
	process = subprocess.Popen(
		command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", **options
	)
	try:
		with open(log, "w") as copy:
			# text mode ends a line at a carriage return too, with which progress bars draw over themselves
			for entry in process.stdout:
				copy.write(entry)
				found = matcher.search(entry)
				if found and time.monotonic() > shown_at + SECONDS_BETWEEN:
					line("  " + " ".join(filter(None, found.groups())))
					shown_at = time.monotonic()
		return process.wait()
	except BaseException:
		process.terminate()
		process.wait()
		raise


def last_line(text: str) -> str:
	"""The last line of a text that says something."""
	lines = [entry.strip() for entry in text.splitlines() if entry.strip()]
	return lines[-1][:300] if lines else "no reason given"


def last_words(log: Path) -> str:
	"""The last line of a log."""
	return last_line(log.read_text(errors="replace")) if log.exists() else "no reason given"


def reason(output: str, start: str) -> str:
	"""The first line in a program's output that begins as its errors do."""
	errors = [entry.strip() for entry in output.splitlines() if entry.lstrip().lower().startswith(start)]
	return errors[0] if errors else last_line(output)


def with_environment(**values: str) -> dict[str, str]:
	"""This process's environment with some values more."""
	return {**os.environ, **values}
