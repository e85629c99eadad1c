"""What draws attention to a use of a card: the rules of a clean card (보조금 전용카드·클린카드), over facts.

Which of them apply, with which hours, words and numbers, is the operator's data (Card Rule): guidelines of ministries and
cities differ. What a facility must not do at all is refused where it is done; what is found here is explained by the
holder and decided on by the head.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from huimang.money import format_won
from huimang.rules.card_facts import Facts, Match, Setting, Use, plain

NIGHT, OFF_DAY, TRADE = "Night", "Day Off", "Restricted Trade"
SPLIT, REPEATED = "Split Payment", "Repeated Merchant"
PER_USE, PER_DAY, PER_MONTH = "Limit per Use", "Limit per Day", "Limit per Month"
PERIOD, SUBJECT, MONEY = "Outside Period", "Subject Not Allowed", "Money of Another Source"
LATE, CANCELLED = "Late Evidence", "Cancelled Use Charged"

SATURDAY = 5


def check(kind: str, facts: Facts, setting: Setting) -> Match | None:
	"""Return what a rule of this kind finds in a use, or None. A use that was cancelled in full is looked at by one only."""
	if kind != CANCELLED and facts.use.net <= 0:
		return None
	return CHECKS[kind](facts, setting)


def _night(facts: Facts, setting: Setting) -> Match | None:
	at, first, last = facts.use.at.time(), setting.from_time, setting.to_time
	inside = first <= at < last if first <= last else at >= first or at < last
	return Match("Used at {0}, in the night.", (f"{at:%H:%M}",)) if inside else None


def _day_off(facts: Facts, setting: Setting) -> Match | None:
	day = facts.use.at.date()
	if day.weekday() >= SATURDAY or day in facts.days_off:
		return Match("Used on {0}, which is no working day.", (day.isoformat(),))
	return None


def _trade(facts: Facts, setting: Setting) -> Match | None:
	"""By the trade that the card company names; by the name over the door only where it names none."""
	told = facts.use.trade or facts.use.merchant
	text = plain(told)
	found = next((word for word in setting.words if plain(word) and plain(word) in text), None)
	return Match("Used in a restricted trade: {0} ({1}).", (told, found)) if found else None


def _split(facts: Facts, setting: Setting) -> Match | None:
	"""Several uses at one merchant in one go, each below a limit that they exceed together."""
	group = _at_the_place(facts, timedelta(days=1), same_day=True)
	total = sum(use.net for use in group)
	bounds = ((setting.amount, max(setting.count, 2)), (facts.card.limit_per_use, 2))
	for bound, count in bounds:
		if bound and len(group) >= count and total > bound and all(use.net <= bound for use in group):
			return Match(
				"{0} uses at {1} on one day come to {2} won, each of them within {3} won.",
				(len(group), facts.use.merchant, format_won(total), format_won(bound)),
			)
	return None


def _repeated(facts: Facts, setting: Setting) -> Match | None:
	group = _at_the_place(facts, timedelta(days=max(setting.days, 1)))
	if setting.count and len(group) >= setting.count:
		return Match("Used {0} times at {1} within {2} days.", (len(group), facts.use.merchant, setting.days))
	return None


def _per_use(facts: Facts, setting: Setting) -> Match | None:
	return _over(facts.use.net, facts.card.limit_per_use, "{0} won are above the limit of a use, {1} won.")


def _per_day(facts: Facts, setting: Setting) -> Match | None:
	"""Up to this use, so that not every use before it is told of as well."""
	total = facts.around.spent(facts.use, facts.use.day)
	return _over(total, facts.card.limit_per_day, "{0} won on one day are above the limit of a day, {1} won.")


def _per_month(facts: Facts, setting: Setting) -> Match | None:
	"""Up to this use, as for a day."""
	total = facts.around.spent(facts.use, facts.use.month)
	return _over(
		total, facts.card.limit_per_month, "{0} won in one month are above the limit of a month, {1} won."
	)


def _period(facts: Facts, setting: Setting) -> Match | None:
	day = facts.use.at.date()
	outside = [period for period in facts.periods if not period.first <= day <= period.last]
	if not outside:
		return None
	period = outside[0]
	return Match(
		"Used on {0}, outside the period of {1} ({2} to {3}).",
		(day.isoformat(), period.title, period.first.isoformat(), period.last.isoformat()),
	)


def _subject(facts: Facts, setting: Setting) -> Match | None:
	allowed = set(facts.card.subjects)
	strange = [line for line in facts.lines if allowed and not allowed & {line.subject, line.mok}]
	if not strange:
		return None
	return Match("Charged to {0}, for which this card is not meant.", (strange[0].subject_name,))


def _money(facts: Facts, setting: Setting) -> Match | None:
	"""A card for subsidies pays with subsidies, and subsidies are paid with such a card (재무·회계규칙 제29조①)."""
	wrong = [line for line in facts.lines if line.is_subsidy != facts.card.is_for_subsidy]
	if not wrong:
		return None
	if facts.card.is_for_subsidy:
		return Match("Charged to {0}, which is not paid from a subsidy.", (wrong[0].subject_name,))
	return Match("A subsidy ({0}) was spent with a card that is not for subsidies.", (wrong[0].subject_name,))


def _late(facts: Facts, setting: Setting) -> Match | None:
	days = (facts.today - facts.use.at.date()).days
	if days <= setting.days or (facts.is_charged and facts.has_receipt):
		return None
	if not facts.is_charged:
		return Match("{0} days after its use there is no expense resolution for it.", (days,))
	return Match("{0} days after its use there is no receipt.", (days,))


def _cancelled(facts: Facts, setting: Setting) -> Match | None:
	if facts.use.net <= 0 and facts.is_charged:
		return Match("The use was cancelled and is still charged to an expense resolution.")
	return None


def _at_the_place(facts: Facts, within: timedelta, same_day: bool = False) -> list[Use]:
	"""Return this use and those before it at the same merchant: what is found is told of the last of them."""
	use = facts.use
	before = facts.around.at_the_place(use, within)
	return [*(other for other in before if not same_day or other.day == use.day), use]


def _over(total: int, limit: int, message: str) -> Match | None:
	return Match(message, (format_won(total), format_won(limit))) if limit and total > limit else None


CHECKS: dict[str, Callable[[Facts, Setting], Match | None]] = {
	NIGHT: _night,
	OFF_DAY: _day_off,
	TRADE: _trade,
	SPLIT: _split,
	REPEATED: _repeated,
	PER_USE: _per_use,
	PER_DAY: _per_day,
	PER_MONTH: _per_month,
	PERIOD: _period,
	SUBJECT: _subject,
	MONEY: _money,
	LATE: _late,
	CANCELLED: _cancelled,
}
