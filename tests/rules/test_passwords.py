"""Passwords: three kinds of characters from 8, two from 10, nothing that is known of the owner (administration.md 4)."""

import pytest

from huimang.rules import passwords
from huimang.rules.errors import RuleViolation

KNOWN = ["honggildong@house.example", "010-2345-6789", "1990-01-31"]


@pytest.mark.parametrize(
	"password", ["Abcdefg1", "abcdefg1!", "abcdefghi1", "가나다라마바사아자1", "Qx7!" * 20]
)
def test_good_ones(password):
	passwords.check(password, KNOWN)


@pytest.mark.parametrize(
	("password", "code"),
	[
		("abcdefghijkl", "KINDS"),
		("123456789012", "KINDS"),
		("", "KINDS"),
		("Abcdef1", "LENGTH"),
		("abcdefgh1", "LENGTH"),
		("Aa1!" * 40, "LENGTH"),
		("HongGildong!1", "PERSONAL"),
		("x!01023456789", "PERSONAL"),
		("Summer!6789", "PERSONAL"),
		("Summer!19900131", "PERSONAL"),
	],
)
def test_bad_ones(password, code):
	with pytest.raises(RuleViolation) as refused:
		passwords.check(password, KNOWN)
	assert refused.value.code == code
