"""Won: what is taken, refused, cut off, formatted and spelt out."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huimang.money import MAX_WON, floor_product, format_won, in_words, won
from huimang.rules.errors import RuleViolation

amounts = st.integers(min_value=-MAX_WON, max_value=MAX_WON)


@pytest.mark.parametrize(
	("value", "expected"),
	[
		(0, 0),
		(None, 0),
		("", 0),
		(1_200_000, 1_200_000),
		(1_200_000.0, 1_200_000),
		(Decimal("1200000.000000000"), 1_200_000),
		("1,200,000", 1_200_000),
		(" 1200000 ", 1_200_000),
		("△1,200", -1_200),
		("△ 1,200", -1_200),
		("-1,200", -1_200),
		(MAX_WON, MAX_WON),
		(-MAX_WON, -MAX_WON),
		(float(MAX_WON), MAX_WON),
	],
)
def test_won_takes_whole_amounts(value, expected):
	result = won(value)
	assert result == expected
	assert type(result) is int


@pytest.mark.parametrize(
	"value",
	[
		0.5,
		0.1 + 0.2,
		Decimal("0.000000001"),
		"1200.5",
		MAX_WON + 1,
		-MAX_WON - 1,
		1e300,
		Decimal("1e999999"),
		float("nan"),
		float("inf"),
		Decimal("NaN"),
		Decimal("sNaN"),
		"백원",
		"1e3",
		"1_000",
		"١٢",
		"--1",
		True,
		[1],
	],
)
def test_won_refuses_the_rest(value):
	with pytest.raises(RuleViolation):
		won(value)


@given(amounts)
def test_every_amount_survives_every_form_it_may_take(amount):
	for form in (amount, float(amount), Decimal(amount), str(amount), f"{amount:,}", format_won(amount)):
		assert won(form) == amount


@given(st.floats() | st.decimals() | st.text() | st.integers())
def test_won_returns_an_amount_or_says_why_not(value):
	try:
		assert -MAX_WON <= won(value) <= MAX_WON
	except RuleViolation as violation:
		assert str(violation)


@pytest.mark.parametrize(
	("factors", "expected"),
	[
		((100_000, 2, 12), 2_400_000),
		((Decimal("10.5"), 3), 31),
		((0.1, 3, 10), 3),
		(("33.333", 3), 99),
		((1, Decimal("0.999999999999")), 0),
		((-1, Decimal("10.9")), -10),
		((MAX_WON,), MAX_WON),
		((Decimal(MAX_WON) + Decimal("0.9"),), MAX_WON),
	],
)
def test_what_is_below_one_won_is_cut_off(factors, expected):
	assert floor_product(*factors) == expected


def test_a_product_may_not_outgrow_an_amount():
	with pytest.raises(RuleViolation):
		floor_product(MAX_WON, 2)
	with pytest.raises(RuleViolation):
		floor_product(Decimal("1e9999"), 10)


@given(st.integers(-(10**6), 10**6), st.integers(0, 1000), st.integers(0, 366))
def test_whole_factors_lose_nothing(price, quantity, times):
	assert floor_product(price, quantity, times) == price * quantity * times


@given(st.decimals(0, 10**6, places=4), st.decimals(0, 1000, places=3))
def test_less_than_one_won_is_lost_and_never_gained(price, quantity):
	assert 0 <= price * quantity - floor_product(price, quantity) < 1


@pytest.mark.parametrize(
	("amount", "text"),
	[(0, "0"), (999, "999"), (1_000, "1,000"), (1_200_000, "1,200,000"), (-1_200, "△1,200")],
)
def test_amounts_as_forms_write_them(amount, text):
	assert format_won(amount) == text


@pytest.mark.parametrize(
	("amount", "words"),
	[
		(0, "금 영원정"),
		(1, "금 일원정"),
		(10, "금 일십원정"),
		(105, "금 일백오원정"),
		(10_000, "금 일만원정"),
		(30_001, "금 삼만일원정"),
		(111_111, "금 일십일만일천일백일십일원정"),
		(1_200_000, "금 일백이십만원정"),
		(100_000_000, "금 일억원정"),
		(100_010_000, "금 일억일만원정"),
		(MAX_WON, "금 구천구백구십구억구천구백구십구만구천구백구십구원정"),
		(10**12, "금 일조원정"),
		(-1_200_000, "금 △일백이십만원정"),
	],
)
def test_amounts_in_words(amount, words):
	assert in_words(amount) == words


@given(st.integers(min_value=1, max_value=10**15))
def test_words_say_the_amount(amount):
	assert _read(in_words(amount).removeprefix("금 ").removesuffix("원정")) == amount


def _read(words: str) -> int:
	"""Read Korean number words back, independently of how they were written."""
	total = group = digit = 0
	for char in words:
		if char in "일이삼사오육칠팔구":
			digit = "일이삼사오육칠팔구".index(char) + 1
		elif char in "십백천":
			group += digit * 10 ** ("십백천".index(char) + 1)
			digit = 0
		else:
			total += (group + digit) * 10_000 ** ("만억조".index(char) + 1)
			group = digit = 0
	return total + group + digit
