"""후원금품: what may be done with gifts (사회복지사업법 제45조, 재무·회계규칙 제41조의2–제41조의7), and what a gift of goods is worth on its receipt."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from huimang.money import format_won
from huimang.rules.dated import DatedTable
from huimang.rules.errors import RuleViolation

PERSONS = frozenset({"Individual", "Anonymous"})
NOTHING_YET, OCCASIONAL, REGULAR = "Nothing Yet", "Occasional", "Regular"

_LIMITS = DatedTable("donation_limits.csv")
_COSTS = DatedTable("donation_costs.csv", ("gwan",))
_REGULAR_MONTHS, _WITHIN_MONTHS = 3, 6
_COMPANY = re.compile(
	r"\((주|유|사|재|합|복)\)|㈜|주식회사|유한회사|유한책임회사|합자회사|사단법인|재단법인|사회복지법인|의료법인|학교법인"
)
_TITLE = re.compile(r"(님|씨|대표|대표이사|사장|회장|이사장|원장|관장|목사|장로|집사|권사|교수|선생님?)$")


def indirect_limit(on: date) -> Fraction:
	"""Return how many per cent of undesignated gifts may pay for indirect costs (D13, 제41조의7② and the yearly guidelines)."""
	return _LIMITS.value(on, "indirect")


def administration_limit(on: date) -> Fraction:
	"""Return how many per cent of designated gifts may pay for raising and managing them (D14)."""
	return _LIMITS.value(on, "administration")


def is_indirect(gwan: str, on: date) -> bool:
	"""Tell whether the expenses of a 관 are indirect costs (간접비); those of 사업비 are for the people themselves (D13)."""
	try:
		return bool(_COSTS.value(on, gwan))
	except KeyError:
		return False


def check_designated_left(left: int, wanted: int, purpose: str) -> None:
	"""Refuse to spend more of designated gifts than there is (D10, 제41조의7①). Raises RuleViolation."""
	if wanted > left:
		raise RuleViolation(
			"{0} won of the gifts for {1} is left, so {2} won cannot be spent. Please lower the amount or choose another fund source.",
			format_won(left),
			purpose,
			format_won(wanted),
		)


def check_undesignated_left(left: int, wanted: int) -> None:
	"""Refuse to spend more of undesignated gifts than there is (D11, 제41조의7③). Raises RuleViolation."""
	if wanted > left:
		raise RuleViolation(
			"{0} won of the undesignated gifts is left, so {1} won cannot be spent. Please choose another fund source.",
			format_won(left),
			format_won(wanted),
		)


def check_indirect(received: int, indirect: int, limit: Fraction) -> None:
	"""Refuse indirect costs beyond their share of the undesignated gifts of a year (D13). Raises RuleViolation.

	The guidelines measure by what was used in the year. What passes the share of all that was received passes it however
	the rest is used, and is refused; before that, nobody can know.
	"""
	allowed = int(received * limit / 100)
	if indirect > allowed:
		raise RuleViolation(
			"Indirect costs may take {0} % of the undesignated gifts at most: {1} won of {2} won received. They would come to {3} won.",
			_percent(limit),
			format_won(allowed),
			format_won(received),
			format_won(indirect),
		)


def check_administration(received: int, spent: int, limit: Fraction, purpose: str) -> None:
	"""Refuse administration beyond its share of designated gifts (D14). Raises RuleViolation."""
	allowed = int(received * limit / 100)
	if spent > allowed:
		raise RuleViolation(
			"Raising and managing gifts may take {0} % of the gifts for {1} at most: {2} won. It would come to {3} won.",
			_percent(limit),
			purpose,
			format_won(allowed),
			format_won(spent),
		)


def receipt_value(
	donor_type: str, fair_value: int, book_value: int = 0, is_related_party: bool = False
) -> int:
	"""Return what a receipt says of goods, in won (법인세법 시행령 제36조①, 소득세법 시행령 제81조; D2–D4).

	A person's goods count by their market value. A business's count by its book value, or by the higher of both where it
	is a related party (특수관계인). 0 where the book value of a business is not known: no receipt can be written yet.
	"""
	if donor_type in PERSONS:
		return fair_value
	if is_related_party:
		return max(fair_value, book_value)
	return book_value


def way_of_giving(has_regular_pledge: bool, days: Iterable[date], today: date) -> str:
	"""Tell how somebody gives: regularly by a pledge, or by gifts in three of the last six months."""
	months = {day.year * 12 + day.month for day in days}
	if not months:
		return REGULAR if has_regular_pledge else NOTHING_YET
	recent = [m for m in months if m > today.year * 12 + today.month - _WITHIN_MONTHS]
	return REGULAR if has_regular_pledge or len(recent) >= _REGULAR_MONTHS else OCCASIONAL


def name_key(name: str) -> str:
	"""Return a donor's name as it is compared: without blanks, forms of companies and titles (``(주)한빛 `` is ``한빛``)."""
	plain = re.sub(r"[\s·.,\-]", "", _COMPANY.sub("", unicodedata.normalize("NFKC", name or "")))
	bare = _TITLE.sub("", plain)
	return (bare if len(bare) > 1 else plain).casefold()


def _percent(limit: Fraction) -> str:
	return f"{float(limit):g}"
