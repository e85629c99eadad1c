"""Rules over uses of cards: C1, C2, C3, C4 and C8 of the scenarios, and every limit below, at and above."""

from datetime import date, datetime, time

import pytest

from huimang.rules import card_rules as rules
from huimang.rules.card_facts import Around, Card, Charged, Facts, Period, Setting, Use
from huimang.rules.card_rules import check

MEAL = "한식"
WORDS = ("유흥주점", "안마", "골프")


def use(at="2026-03-04 12:00", amount=30_000, name="use", **kw):
	kw = {"merchant": "가온식당", "trade": MEAL, **kw}
	return Use(name=name, at=datetime.fromisoformat(at), amount=amount, **kw)


def facts(this=None, card=None, **kw):
	return Facts(use=this or use(), card=card or Card(), today=kw.pop("today", date(2026, 3, 5)), **kw)


def found(kind, told, **setting):
	match = check(kind, told, Setting(**setting))
	return match.message.format(*match.params) if match else None


@pytest.mark.parametrize(
	("at", "is_night"),
	[("22:59", False), ("23:00", True), ("23:40", True), ("00:00", True), ("05:59", True), ("06:00", False)],
)
def test_night_crosses_midnight(at, is_night):
	assert bool(found(rules.NIGHT, facts(use(f"2026-03-04 {at}")))) is is_night


def test_a_night_within_one_day():
	night = {"from_time": time(1), "to_time": time(5)}
	assert found(rules.NIGHT, facts(use("2026-03-04 01:00")), **night)
	assert not found(rules.NIGHT, facts(use("2026-03-04 05:00")), **night)


def test_c2_saturday_night_is_two_findings():
	told = facts(use("2026-03-07 23:40", 58_000))
	assert found(rules.NIGHT, told) and found(rules.OFF_DAY, told)


def test_days_off_are_weekends_and_holidays():
	assert not found(rules.OFF_DAY, facts(use("2026-03-06 12:00")))
	assert found(rules.OFF_DAY, facts(use("2026-03-08 12:00")))
	assert found(rules.OFF_DAY, facts(use("2026-05-05 12:00"), days_off={date(2026, 5, 5)}))


@pytest.mark.parametrize(
	("trade", "merchant", "is_restricted"),
	[
		("유흥 주점", "가온", True),
		("일반유흥주점업", "가온", True),
		(MEAL, "골프장 앞 식당", False),
		("", "나래 골프(주)", True),
		("", "나래식당", False),
	],
)
def test_a_trade_is_told_by_its_name_and_the_merchant_only_without(trade, merchant, is_restricted):
	told = facts(use(trade=trade, merchant=merchant))
	assert bool(found(rules.TRADE, told, words=WORDS)) is is_restricted


def several(count, amount, **kw):
	return [use(f"2026-03-04 12:0{at}", amount, name=f"u{at}", **kw) for at in range(count)]


SPLIT = {"count": 3, "amount": 30_000}


def test_c3_five_times_thirty_thousand_at_one_merchant():
	*before, last = several(5, 30_000)
	assert "150,000" in found(rules.SPLIT, facts(last, others=before), **SPLIT)


@pytest.mark.parametrize(("count", "amount"), [(2, 30_000), (3, 10_000), (3, 30_001)])
def test_few_small_or_large_uses_are_no_split(count, amount):
	*before, last = several(count, amount)
	assert not found(rules.SPLIT, facts(last, others=before), **SPLIT)


def test_two_uses_around_the_limit_of_the_card_are_a_split():
	card = Card(limit_per_use=500_000)
	*before, last = several(2, 300_000)
	assert found(rules.SPLIT, facts(last, card, others=before), **SPLIT)
	elsewhere = [use("2026-03-04 12:00", 300_000, merchant="나래마트", name="other")]
	assert not found(rules.SPLIT, facts(last, card, others=elsewhere), **SPLIT)


def test_what_was_cancelled_makes_no_split():
	*before, last = several(3, 30_000, cancelled=30_000)
	assert not found(rules.SPLIT, facts(use("2026-03-04 12:30"), others=[*before, last]), **SPLIT)


def test_merchants_without_a_name_are_not_one_merchant():
	*before, last = several(5, 30_000, merchant="")
	assert not found(rules.SPLIT, facts(last, others=before), **SPLIT)


def test_repeated_within_days():
	often = {"count": 3, "days": 7}
	days = [use(f"2026-03-0{day} 12:00", name=str(day)) for day in (1, 2)]
	assert found(rules.REPEATED, facts(use("2026-03-07 12:00"), others=days), **often)
	assert not found(rules.REPEATED, facts(use("2026-03-08 12:00"), others=days), **often)


@pytest.mark.parametrize("kind", [rules.PER_USE, rules.PER_DAY, rules.PER_MONTH])
@pytest.mark.parametrize(("limit", "is_over"), [(0, False), (29_999, True), (30_000, False)])
def test_limits_of_a_card(kind, limit, is_over):
	card = Card(limit_per_use=limit, limit_per_day=limit, limit_per_month=limit)
	assert bool(found(kind, facts(card=card))) is is_over


def test_days_and_months_are_summed_up_to_the_use():
	day, month, later = (use(f"2026-03-{at} 09:00", 50_000, name=at) for at in ("04", "01", "20"))
	card = Card(limit_per_day=79_999, limit_per_month=129_999)
	told = facts(card=card, others=[day, month, later])
	assert "80,000" in found(rules.PER_DAY, told)
	assert "130,000" in found(rules.PER_MONTH, told)


@pytest.mark.parametrize(
	("day", "is_outside"),
	[("2026-02-28", True), ("2026-03-01", False), ("2026-03-31", False), ("2026-04-01", True)],
)
def test_c8_outside_the_period_of_the_grant(day, is_outside):
	told = facts(use(f"{day} 12:00"), periods=[Period("급식", date(2026, 3, 1), date(2026, 3, 31))])
	assert bool(found(rules.PERIOD, told)) is is_outside


MEALS = Charged("S1", "M1", "생계비", True)


def test_c1_subjects_that_the_card_is_not_meant_for():
	assert not found(rules.SUBJECT, facts(lines=[MEALS]))
	assert not found(rules.SUBJECT, facts(card=Card(subjects={"M1"}), lines=[MEALS]))
	assert "생계비" in found(rules.SUBJECT, facts(card=Card(subjects={"M2"}), lines=[MEALS]))


@pytest.mark.parametrize("is_subsidy", [True, False])
def test_cards_for_subsidies_and_subsidies_belong_together(is_subsidy):
	lines = [MEALS._replace(is_subsidy=is_subsidy)]
	for is_for_subsidy in (True, False):
		told = facts(card=Card(is_for_subsidy=is_for_subsidy), lines=lines)
		assert bool(found(rules.MONEY, told)) is (is_subsidy != is_for_subsidy)


@pytest.mark.parametrize(
	("today", "is_charged", "has_receipt", "is_late"),
	[
		(date(2026, 3, 11), False, False, False),
		(date(2026, 3, 12), False, False, True),
		(date(2026, 3, 12), True, False, True),
		(date(2026, 3, 12), False, True, True),
		(date(2026, 3, 12), True, True, False),
	],
)
def test_evidence_is_late_after_a_week(today, is_charged, has_receipt, is_late):
	told = facts(today=today, is_charged=is_charged, has_receipt=has_receipt)
	assert bool(found(rules.LATE, told, days=7)) is is_late


def test_c4_a_cancelled_use_is_not_looked_at_but_for_being_charged():
	told = facts(use("2026-03-07 23:40", 100_000, cancelled=100_000), is_charged=True)
	kinds = [kind for kind in rules.CHECKS if found(kind, told, words=WORDS)]
	assert kinds == [rules.CANCELLED]
	assert not found(rules.CANCELLED, facts(is_charged=True))


def _reads(monkeypatch, count: int) -> int:
	"""How often the amount of a use is read while all uses of a month are looked at by every rule."""
	uses = [
		use(f"2026-03-{1 + at % 28:02} {at % 24:02}:{at % 60:02}", 1_000, name=str(at), merchant=f"가게 {at}")
		for at in range(count)
	]
	read = []
	net = Use.net
	with monkeypatch.context() as patched:
		patched.setattr(Use, "net", property(lambda one: read.append(one) or net.fget(one)))
		others = Around(uses)
		for one in uses:
			for kind in rules.CHECKS:
				check(kind, facts(one, others=others), Setting(words=WORDS, count=3, amount=30_000, days=7))
	return len(read)


def test_a_use_among_many_is_looked_at_no_longer_than_among_few(monkeypatch):
	assert _reads(monkeypatch, 400) == 10 * _reads(monkeypatch, 40)


def test_a_use_that_is_among_those_around_it_counts_once():
	*_before, last = all_of_them = several(3, 30_000)
	card = Card(limit_per_day=89_999, limit_per_month=89_999)
	for kind in (rules.PER_DAY, rules.PER_MONTH):
		assert "90,000" in found(kind, facts(last, card, others=Around(all_of_them)))
	assert "90,000" in found(rules.SPLIT, facts(last, others=Around(all_of_them)), **SPLIT)
