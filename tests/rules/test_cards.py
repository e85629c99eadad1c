"""법인카드: numbers, keys, billing days, and what card companies send (subsidies_cards.md 4)."""

import json
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huimang.rules import card_feed, cards
from huimang.rules.cards import Use
from huimang.rules.errors import RuleViolation

NOW = datetime.now(card_feed.KOREA).replace(tzinfo=None, microsecond=0)
ITEM = {
	"card_no": "9410123456781234",
	"approved_at": NOW.isoformat(),
	"approval_no": "30012345",
	"amount": 58_000,
}


def use(**kw) -> Use:
	values = {
		"card_number": "9410-****-****-1234",
		"approved_at": datetime(2026, 11, 20, 12),
		"approval_no": "1",
		"amount": 100,
	}
	return Use(**{**values, **kw})


def message(*items, **kw) -> bytes:
	return json.dumps({"transactions": list(items)} if items else {**ITEM, **kw}).encode()


@pytest.mark.parametrize(
	"written,shown",
	[
		("9410123456781234", "9410-****-****-1234"),
		("9410-12**-****-1234", "9410-****-****-1234"),
		("본인 1234", "****-****-****-1234"),
		("9410xxxxxxxx1234", "9410-****-****-1234"),
	],
)
def test_a_number_is_kept_by_its_ends(written, shown):
	assert cards.mask(written) == shown


@pytest.mark.parametrize("written", ["", "123", "9410-****-****-****", "하나카드"])
def test_a_number_without_its_end_is_none(written):
	with pytest.raises(RuleViolation):
		cards.mask(written)


def test_masked_numbers_may_be_the_same_where_both_show_the_same():
	assert cards.may_be("9410-****-****-1234", "****-****-****-1234")
	assert not cards.may_be("9410-****-****-1234", "5327-****-****-1234")


@pytest.mark.parametrize("digits", ["941012345678123", "9410-1234-5678-1234", "94101234567812"])
def test_whole_numbers_have_14_to_16_digits(digits):
	assert cards.read_card_no(digits).isdigit()
	for wrong in (digits[:-5], digits + "000", "9410-****-****-1234"):
		with pytest.raises(RuleViolation):
			cards.read_card_no(wrong)


def test_a_use_is_the_same_by_card_number_day_and_kind():
	assert use().key == use(approved_at=datetime(2026, 11, 20), merchant_name="이름", amount=5).key
	kinds = [
		use(),
		use(approval_no="2"),
		use(approved_at=datetime(2026, 11, 21)),
		use(card_number="****-****-****-9999"),
	]
	kinds += [
		use(kind="Cancellation"),
		use(kind="Cancellation", amount=50),
		use(kind="Cancellation", cancellation_no="7"),
	]
	assert len({item.key for item in kinds}) == len(kinds)


@given(st.integers(1, 10**9), st.lists(st.integers(1, 10**9), max_size=5))
def test_what_is_left_is_never_below_nothing(amount, cancelled):
	left = cards.left_of(amount, cancelled)
	assert 0 <= left <= amount and left in (0, amount - sum(cancelled))


@pytest.mark.parametrize(
	"used,payment_day,ends_on,billed",
	[
		("2026-10-31", 14, 31, "2026-11-14"),
		("2026-11-01", 14, 31, "2026-12-14"),
		("2026-11-11", 25, 11, "2026-11-25"),
		("2026-11-12", 25, 11, "2026-12-25"),
		("2026-12-12", 25, 11, "2027-01-25"),
		("2026-01-30", 31, 0, "2026-02-28"),
		("2026-02-28", 14, 31, "2026-03-14"),
		("2026-11-16", 15, 15, "2027-01-15"),
		("2026-11-15", 15, 15, "2026-12-15"),
	],
)
def test_billing_days(used, payment_day, ends_on, billed):
	assert cards.billing_date(date.fromisoformat(used), payment_day, ends_on) == date.fromisoformat(billed)


def test_a_card_without_a_payment_day_names_none():
	assert cards.billing_date(date(2026, 1, 1), 0, 0) is None


@given(st.dates(date(2024, 1, 1), date(2030, 1, 1)), st.integers(1, 31), st.integers(0, 31))
def test_bills_come_after_their_uses_and_in_their_order(day, payment_day, ends_on):
	billed = cards.billing_date(day, payment_day, ends_on)
	assert day <= billed + timedelta(days=4) and billed <= cards.billing_date(
		day + timedelta(days=1), payment_day, ends_on
	)
	assert (billed - day).days <= 92


@pytest.mark.parametrize(
	"card,fund,grant,right",
	[
		("Dedicated Subsidy Card", "Subsidy", False, True),
		("Dedicated Subsidy Card", "Own Funds", True, True),
		("Dedicated Subsidy Card", "Own Funds", False, False),
		("Donation Card", "Designated Donation", False, True),
		("Donation Card", "Subsidy", False, False),
		("Corporate Card", "Own Funds", False, True),
	],
)
def test_x3_dedicated_cards_pay_for_their_own_money(card, fund, grant, right):
	if right:
		cards.check_funds(card, fund, grant)
	else:
		with pytest.raises(RuleViolation):
			cards.check_funds(card, fund, grant)


def test_shops_are_alike_whatever_firm_they_are():
	assert cards.likeness("(주)희망문구", "희망문구 본점") == 1
	assert cards.likeness("㈜ 이마트 성수점", "이마트성수점") == 1
	assert cards.likeness("희망문구", "나래식당") < 0.5 and cards.likeness("", "") == 0


class TestMessage:
	def test_one_use_or_many(self):
		(one,) = card_feed.read(message())
		assert (one.card_number, one.amount, one.kind) == ("9410-****-****-1234", 58_000, "Approval")
		two = card_feed.read(message(ITEM, {**ITEM, "kind": "cancellation", "amount": -8_000}))
		assert [(item.kind, item.amount) for item in two] == [("Approval", 58_000), ("Cancellation", 8_000)]

	def test_nothing_of_a_whole_number_is_kept(self):
		packed = card_feed.packed(card_feed.read(message()))
		assert "1234567" not in packed and card_feed.unpacked(packed) == card_feed.read(message())

	def test_a_moment_with_a_zone_is_shown_as_in_korea(self):
		(one,) = card_feed.read(message(approved_at="2026-01-31T16:00:00+00:00"))
		assert one.approved_at == datetime(2026, 2, 1, 1)

	@pytest.mark.parametrize(
		"wrong",
		[
			{"amount": 0},
			{"amount": 1.5},
			{"amount": True},
			{"amount": "a"},
			{"amount": 10**13},
			{"approved_at": "어제"},
			{"approved_at": (NOW + timedelta(days=3)).isoformat()},
			{"approved_at": 5},
			{"approval_no": ""},
			{"approval_no": {"a": 1}},
			{"card_no": "12"},
			{"kind": "refund"},
			{"kind": []},
			{"billing_date": "2026-13-01"},
			{"merchant_name": ["x"]},
		],
	)
	def test_a_wrong_use_is_named(self, wrong):
		with pytest.raises(card_feed.WrongUse) as refusal:
			card_feed.read(message(ITEM, {**ITEM, **wrong}))
		assert refusal.value.number == 2

	@pytest.mark.parametrize(
		"body",
		[
			b"",
			b"{",
			b"[]",
			b"null",
			b"5",
			b'{"transactions": []}',
			b'{"transactions": 5}',
			b"[" * 9_999,
			b"\xff",
		],
	)
	def test_what_is_no_message_is_refused(self, body):
		with pytest.raises(RuleViolation):
			card_feed.read(body)

	def test_a_message_has_its_limit(self):
		assert len(card_feed.read(message(*[ITEM] * card_feed.MOST))) == card_feed.MOST
		with pytest.raises(RuleViolation):
			card_feed.read(message(*[ITEM] * (card_feed.MOST + 1)))

	def test_texts_are_cut_and_cleared_of_control_characters(self):
		(one,) = card_feed.read(message(merchant_name="가\x00게\n" + "길" * 200, merchant_category=None))
		assert one.merchant_name.startswith("가 게 길") and len(one.merchant_name) == 140

	def test_a_signature_covers_time_number_and_body(self):
		signed = card_feed.signature("secret", "1", "n", b"body")
		assert card_feed.is_signed("secret", "1", "n", b"body", signed.upper())
		for other in (
			("other", "1", "n", b"body"),
			("secret", "2", "n", b"body"),
			("secret", "1", "m", b"body"),
			("secret", "1", "n", b"b"),
		):
			assert not card_feed.is_signed(*other, signed)
		assert not card_feed.is_signed("secret", "1", "n", b"body", "") and not card_feed.is_signed(
			"s", "1", "n", b"", "한"
		)

	@pytest.mark.parametrize(
		"timestamp,right",
		[
			("1000", True),
			("700", True),
			("699", False),
			("1301", False),
			("", False),
			("-5", False),
			("1e3", False),
		],
	)
	def test_a_message_is_fresh_for_a_while(self, timestamp, right):
		assert card_feed.is_timely(timestamp, 1000.0, 300) is right
