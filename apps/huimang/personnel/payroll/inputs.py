"""What a payslip is calculated from: pay items by their flags, a person, and what holds for everybody in a month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from huimang.personnel.payroll.allowances import Dependant
from huimang.personnel.payroll.employment import Employment

EARNING, DEDUCTION, EMPLOYER = "Earning", "Deduction", "Employer"
BASE, FIXED, SHARE, FAMILY, BONUS = (
	"Base Pay",
	"Fixed Amount",
	"Share of Base Pay",
	"Family Allowance",
	"Holiday Bonus",
)
LEAVE, ABSENCE, ENTERED = "Unused Leave", "Absence", "Entered Each Month"
PREMIUMS = {
	"Overtime": "overtime",
	"Night Work": "night",
	"Holiday Work": "holiday",
	"Holiday Work beyond 8 Hours": "holiday_beyond",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
	"""A pay item by its flags; its title tells nothing."""

	name: str
	title: str
	kind: str = EARNING
	calculation: str = FIXED
	for_everybody: bool = False
	amount: int = 0
	rate: Fraction = Fraction()
	times_a_year: int = 0
	tax_free_kind: str = ""
	taxed_as_bonus: bool = False
	prorated: bool = False
	ordinary_wage: bool = False
	minimum_wage: bool = False
	average_wage: bool = True
	pension_base: bool = True
	health_base: bool = True
	employment_base: bool = True
	account_subject: str = ""
	family: tuple[int, int, int, int, int] = (0, 0, 0, 0, 0)
	family_most: int = 4
	basis: str = ""


@dataclass(frozen=True, slots=True)
class Place:
	"""Where in the books a line belongs."""

	program: str = ""
	fund_source: str = ""


NOWHERE = Place()
"""Of lines that are no expense."""


@dataclass(frozen=True, slots=True)
class Given:
	"""An item that a person's terms name; without an amount, the item's own holds."""

	item: str
	amount: int | None = None
	place: Place | None = None


@dataclass(frozen=True, slots=True)
class Entered:
	"""What was entered for an item in the month."""

	item: str
	hours: Fraction = Fraction()
	amount: int = 0


@dataclass(frozen=True, slots=True)
class Earlier:
	"""A month of the same year that has been paid: what a bonus is averaged with."""

	month: int
	taxable: int
	tax: int
	had_bonus: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
	"""Everything about a person that their pay depends on."""

	employment: Employment
	place: Place
	given: Sequence[Given] = ()
	entered: Sequence[Entered] = ()
	dependants: Sequence[Dependant] = ()
	option: int = 100
	manual_worker: bool = False
	last_year_pay: int = 0
	insurance: Mapping[str, object] = field(default_factory=dict)
	earlier: Sequence[Earlier] = ()
	overtime_free_so_far: int = 0
	paid_months: Sequence[PaidMonth] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
	"""What holds for everybody in the month."""

	month: date
	pay_day: date
	part_month_method: str
	items: Sequence[Item]
	bonus_on: date | None = None
	premiums_apply: bool = True
	meals_served: bool = False
	insurance: Mapping[str, object] = field(default_factory=dict)
	insurance_subject: str = ""
	retirement_subject: str = ""
	back_pay_as_bonus: bool = True
	by_name: Mapping[str, Item] = field(init=False)

	def __post_init__(self) -> None:
		object.__setattr__(self, "by_name", {item.name: item for item in self.items})


@dataclass(frozen=True, slots=True)
class PaidMonth:
	"""An earlier month that is looked at again because something holds from then on that nobody knew when it was paid.

	Attributes:
		person, terms: as they would be if the month were paid today.
		paid: of each pay item, what has been paid for the month so far, and what of it was free of tax.
	"""

	person: Person
	terms: Terms
	paid: Mapping[str, tuple[int, int]]
