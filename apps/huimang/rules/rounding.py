"""The end digits of pay, premiums and book values: one named function for each, with what it rests on.

Nothing is rounded before the step that the law names: amounts are exact fractions until then.
A tax is cut below ten won by `huimang.money.floor_to_ten` (국고금 관리법 제47조①).
"""

from __future__ import annotations

import math
from fractions import Fraction

from huimang.money import floor_to_ten

Amount = int | Fraction


def tax_base_to_won(amount: Amount) -> int:
	"""Return a tax base with what is below one won cut off (1원 미만 버림, 국고금 관리법 제47조②)."""
	return math.floor(amount)


def pension_income(amount: Amount) -> int:
	"""Return a monthly income with what is below 1,000 won cut off (국민연금법 시행령 제5조①)."""
	return math.floor(Fraction(amount) / 1000) * 1000


def premium(amount: Amount) -> int:
	"""Return one party's premium with what is below ten won cut off.

	국고금 관리법 제47조①, applied by the four insurances; 사회보험 통합징수 (4대보험 연계센터) computes so.
	"""
	return floor_to_ten(amount)


def care_ratio(ratio: Fraction, places: int) -> Fraction:
	"""Return the ratio of 장기요양 to 건강보험 premiums rounded half up to ``places`` decimals; 0 leaves it exact.

	From the premiums of November 2026 it is rounded at the fifth decimal (노인장기요양보험법 제9조①).
	"""
	return half_up(ratio * 10**places) / Fraction(10**places) if places else ratio


def half_up(amount: Amount) -> int:
	"""Return the nearest whole number, a half upwards (반올림)."""
	return math.floor(Fraction(amount) + Fraction(1, 2))


def monthly_hours(hours: Fraction) -> int:
	"""Return the hours of a month as a whole number: 208.57 is 209 (반올림, 근로기준법 시행령 제6조②4의 해석)."""
	return half_up(hours)


def wage_to_won(amount: Amount) -> int:
	"""Return a wage in whole won, a part of a won rounded up.

	No law sets the end digits of wages; a wage may not be paid short (근로기준법 제43조①), so nothing is cut off.
	"""
	return math.ceil(amount)


def leave_hours(hours: Amount) -> int:
	"""Return hours of leave, a part of an hour counted as one (근로기준법 시행령 별표 2 제4호 나목)."""
	return math.ceil(hours)


def depreciation(amount: Amount, divisor: int = 1) -> int:
	"""Return the depreciation of a period, ``amount`` by ``divisor``, with what is below one won cut off.

	No law sets it; the last year takes what is left (실무 관행, 국고금 관리법 제47조를 본뜸).
	"""
	return int(amount // divisor)


def leave_days(days: Fraction, unit: Fraction) -> Fraction:
	"""Return days of leave rounded up to whole units (a day, half a day); a unit of 0 leaves them exact.

	The house rules (취업규칙) choose the unit; what the law gives may not be cut.
	"""
	return math.ceil(days / unit) * unit if unit else days
