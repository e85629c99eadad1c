"""How a figure came about: what a payslip, a statement or a form unfolds when somebody asks why."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache


def _(text: str) -> str:
	"""Mark an English text for the translators; it is translated where it is shown."""
	return text


@dataclass(frozen=True, slots=True)
class Step:
	"""One step of a calculation.

	Attributes:
		label: English msgid of what the step finds.
		formula: the calculation in figures and signs, the same in every language: ``3,000,000 × 4.75%``.
		amount: what comes out, in won, days or hours.
		article: the article that says so, in Korean as the law is cited.
		inputs: msgids of what went in, each with its value.
	"""

	label: str
	formula: str
	amount: int | Fraction
	article: str = ""
	inputs: tuple[tuple[str, object], ...] = ()


def figure(value: int | Fraction) -> str:
	"""Return a number as people read it: ``3,000,000``, and up to four decimals of what is not whole."""
	if value == int(value):
		return f"{int(value):,}"
	return f"{float(value):,.4f}".rstrip("0").rstrip(".")


@lru_cache(maxsize=256)
def percent(rate: Fraction) -> str:
	"""Return a rate in percent as it is written: ``4.75%``, ``0.4724%``."""
	return f"{figure(rate * 100)}%"
