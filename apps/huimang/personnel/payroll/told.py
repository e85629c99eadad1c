"""How a figure came about, as it is stored with a payslip or a settlement, and as it is shown."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

from frappe import _

from huimang.rules.steps import Step, figure


def steps_in_words(text: str | None) -> list[dict[str, Any]]:
	"""Return steps as they are stored in the reader's language."""
	return [
		{**step, "label": _(step["label"]), "inputs": [[_(label), value] for label, value in step["inputs"]]}
		for step in json.loads(text or "[]")
	]


def told_step(step: Step) -> dict[str, Any]:
	"""Return a step as it is stored, for whoever asks how a figure came about."""
	return {
		"label": step.label,
		"formula": step.formula,
		"amount": _plain(step.amount),
		"article": step.article,
		"inputs": [[label, _plain(value)] for label, value in step.inputs],
	}


def _plain(value: object) -> object:
	return figure(value) if isinstance(value, int | Fraction) and not isinstance(value, bool) else value
