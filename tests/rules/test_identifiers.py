"""Identifying numbers. All of them are made up: no such tax office, register or serial exists."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huimang.rules import identifiers
from huimang.rules.errors import RuleViolation


@pytest.mark.parametrize(
	"number",
	[
		"999-82-01234",
		"999-82-12347",
		"999-82-99999",
		"999-80-00075",
		"999-89-00554",
		"999-86-01004",
		"999-82-01234 ",
	],
)
def test_business_numbers_with_a_right_check_digit(number):
	digits = identifiers.read_business_no(number)
	assert digits == number.replace("-", "").strip()
	assert identifiers.show_business_no(digits) == number.strip()


def test_full_width_digits_are_read_as_typed():
	assert identifiers.read_business_no("９９９－８２－０１２３４") == "9998201234"


@pytest.mark.parametrize(
	("number", "code"),
	[
		("999-82-01235", "CHECKSUM"),
		("100-82-01234", "OFFICE"),
		("999-00-01234", "KIND"),
		("999-82-00007", "SERIAL"),
		("99982-0123", "FORMAT"),
		("999-82-0123A", "FORMAT"),
		("999-82-012345", "FORMAT"),
		("", "FORMAT"),
	],
)
def test_business_numbers_that_cannot_be(number, code):
	with pytest.raises(RuleViolation) as caught:
		identifiers.read_business_no(number)
	assert caught.value.code == code
	assert number == "" or number not in str(caught.value)


@given(st.integers(0, 9), st.integers(0, 9))
def test_one_wrong_digit_is_noticed(position, digit):
	right = "9998212347"
	wrong = right[:position] + str(digit) + right[position + 1 :]
	if wrong == right:
		return
	with pytest.raises(RuleViolation):
		identifiers.read_business_no(wrong)


def test_numbers_of_companies_are_told_apart():
	assert identifiers.is_for_profit("9998601004")
	assert not identifiers.is_for_profit("9998201234")


@pytest.mark.parametrize(
	"number",
	[
		"999921-0000002",
		"999921-0000010",
		"999922-0001230",
		"999922-0012344",
		"999931-0000077",
		"999971-0099993",
	],
)
def test_corporation_numbers_with_a_right_check_digit(number):
	assert identifiers.read_corporation_no(number) == number.replace("-", "")


@pytest.mark.parametrize(
	("number", "code"),
	[
		("999921-0000003", "CHECKSUM"),
		("999922-0012345", "CHECKSUM"),
		("999931-000007", "FORMAT"),
		("99992A-0000002", "FORMAT"),
	],
)
def test_corporation_numbers_that_cannot_be(number, code):
	with pytest.raises(RuleViolation) as caught:
		identifiers.read_corporation_no(number)
	assert caught.value.code == code


@pytest.mark.parametrize(
	("typed", "shown"),
	[
		("02-0000-0000", "02-0000-0000"),
		("02-000-0000", "02-000-0000"),
		("031-000-0000", "031-000-0000"),
		("010-0000-0000", "010-0000-0000"),
		("+82-10-0000-0000", "010-0000-0000"),
		("070-0000-0000", "070-0000-0000"),
		("1500-0000", "1500-0000"),
		("0505-000-0000", "0505-000-0000"),
		("0505-0000-0000", "0505-0000-0000"),
		("(02)0000-0000", "02-0000-0000"),
	],
)
def test_telephone_numbers(typed, shown):
	assert identifiers.show_phone(identifiers.read_phone(typed)) == shown


@pytest.mark.parametrize(
	"number", ["010-000-000", "012-0000-0000", "039-000-0000", "82-10-0000-0000", "", "١٢٣-0000-0000"]
)
def test_what_no_telephone_number_looks_like(number):
	with pytest.raises(RuleViolation) as caught:
		identifiers.read_phone(number)
	assert caught.value.code == "FORMAT"


def test_account_numbers_keep_their_last_four_digits():
	assert identifiers.read_account_no("123456-78-901234") == "12345678901234"
	assert identifiers.mask_account_no("12345678901234") == "**********1234"
	assert identifiers.mask_account_no("1234") == "****"
	assert identifiers.mask_account_no("") == ""


@pytest.mark.parametrize("number", ["12-34", "123456789", "12345678901234567", "계좌번호12345678", ""])
def test_account_numbers_that_cannot_be(number):
	with pytest.raises(RuleViolation):
		identifiers.read_account_no(number)


@given(st.from_regex(r"[0-9]{10,16}", fullmatch=True))
def test_a_masked_account_hides_all_but_four(digits):
	masked = identifiers.mask_account_no(digits)
	assert len(masked) == len(digits)
	assert masked.count("*") == len(digits) - 4


@given(st.text())
def test_readers_return_digits_or_refuse(text):
	for read in (
		identifiers.read_business_no,
		identifiers.read_corporation_no,
		identifiers.read_phone,
		identifiers.read_account_no,
	):
		try:
			assert read(text).isascii() and read(text).isdigit()
		except RuleViolation:
			pass


RESIDENT_TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
	"number",
	[
		*("900101-9000013", "911231-0000027", "850228-1970013", "001010-3980022", "991231-2990036"),
		*("120301-4980048", "８５０２２８-1970013", "210105-3980022"),
		*("850101-5980062", "901231-6980077", "010203-7980086", "050607-8980090", "850101-5980070"),
	],
)
def test_resident_numbers_that_there_may_be(number):
	assert len(identifiers.read_resident_no(number, RESIDENT_TODAY)) == 13


@pytest.mark.parametrize(
	("number", "code"),
	[
		("900101-9000014", "CHECKSUM"),
		("850230-1970013", "DATE"),
		("901301-1970010", "DATE"),
		("900101-900001", "FORMAT"),
		("261123-3980022", "FUTURE"),
		("850101-5970079", "AGENCY"),
		("850101-5980055", "KIND"),
		("850230-5980061", "DATE"),
	],
)
def test_resident_numbers_that_there_cannot_be(number, code):
	with pytest.raises(RuleViolation) as refusal:
		identifiers.read_resident_no(number, RESIDENT_TODAY)
	assert refusal.value.code == code


def test_a_number_given_anew_may_fail_its_check():
	assert identifiers.read_resident_no("900101-9000014", RESIDENT_TODAY, True) == "9001019000014"


def test_a_masked_resident_number_tells_birthday_and_sex_only():
	assert identifiers.mask_resident_no("9001019000013") == "900101-9******"
