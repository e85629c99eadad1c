"""A plugin of pytest, for a run that shares the tests with others beside it (`lanes.py`)."""

import os
from pathlib import Path

import pytest

from runtime.lanes import FOLDER, shares


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
