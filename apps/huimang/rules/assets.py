"""Goods and property (물품·재산): what is entered in which register, what may happen to it, and how cost is shared.

사회복지법인 및 사회복지시설 재무·회계 규칙 제38조–제41조; for what a subsidy has paid 지방보조금법 제21조, for basic property
사회복지사업법 제23조.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from huimang.rules import rounding
from huimang.rules.dated import DatedTable
from huimang.rules.errors import RuleViolation

VALUES = DatedTable("assets.csv")

# ---- what it is -----------------------------------------------------------------------------------------------------

LAND, BUILDING, STRUCTURE, TIMBER = "Land", "Building", "Structure", "Standing Timber"
VEHICLE, EQUIPMENT, TELEPHONE, INTANGIBLE, OTHER = (
	*("Vehicle", "Equipment", "Telephone Right", "Intangible", "Other"),
)
GROUPS = (LAND, BUILDING, STRUCTURE, TIMBER, VEHICLE, EQUIPMENT, TELEPHONE, INTANGIBLE, OTHER)
REAL_PROPERTY = frozenset({LAND, BUILDING, STRUCTURE, TIMBER})
"""What stands in 재산대장 and is sold, lent or torn down without having been condemned as goods are."""
PROPERTY = REAL_PROPERTY | {TELEPHONE, INTANGIBLE, OTHER}
"""재산대장; the rest are goods: 비품관리대장 (제38조: 물품 is what can be moved, without cash and securities)."""

DURABLE, LOW_VALUE, CONSUMABLE = "Durable", "Low Value", "Consumable"
"""비품, 저가 비품 (in the register, not depreciated), 소모품."""


def classify(
	unit_price: int,
	on: date,
	*,
	lasts_months: int | None = None,
	used_up: bool = False,
	is_equipment: bool = True,
	threshold: int | None = None,
) -> str:
	"""Return what a thing bought is (A1, A2).

	Args:
		unit_price: won for one.
		on: day of acquisition.
		lasts_months: how long it can be used; unknown is long enough.
		used_up: whether it goes into another thing (수리·공사).
		is_equipment: whether it is a device or furniture by its looks, whatever it cost.
		threshold: the facility's own limit in won.
	"""
	if used_up or (lasts_months is not None and lasts_months < VALUES.value(on, "durable.months")):
		return CONSUMABLE
	if unit_price >= (threshold or VALUES.amount(on, "durable.price")):
		return DURABLE
	return LOW_VALUE if is_equipment else CONSUMABLE


def unit_costs(total: int, units: int) -> list[int]:
	"""Return what each of some equal units cost: whole won that add up to the total, the first ones bear the rest."""
	if units < 1:
		raise RuleViolation("Please enter how many there are.")
	each, rest = divmod(total, units)
	return [each + (place < rest) for place in range(units)]


def share(amount: int, part: int, whole: int) -> int:
	"""Return the part of an amount that goes with a part of the quantity (법인세법 시행령 제32조⑥ 준용), cut off below a won."""
	return amount if part == whole else rounding.depreciation(amount * part, whole)


# ---- what happens to it ---------------------------------------------------------------------------------------------

IN_USE, STORED, UNDER_REPAIR, LENT = "In Use", "Stored", "Under Repair", "Lent"
CONDEMNED, SOLD, SCRAPPED, LOST, HANDED_OVER = "Condemned", "Sold", "Scrapped", "Lost", "Handed Over"
AT_WORK = (IN_USE, STORED, UNDER_REPAIR, LENT)
GONE = (SOLD, SCRAPPED, LOST, HANDED_OVER)

MOVE, REPAIR, STORAGE, LENDING, BACK = "Relocation", "Repair", "Storage", "Lending", "Back in Use"
CAPITAL_SPENDING, CONDEMNATION, SALE, SCRAPPING, LOSS, HANDOVER = (
	*("Capital Spending", "Condemnation", "Sale", "Scrapping", "Loss of Asset", "Handover"),
)
_NEXT = {
	MOVE: (AT_WORK, None),
	REPAIR: (AT_WORK, UNDER_REPAIR),
	STORAGE: ((IN_USE, UNDER_REPAIR, LENT), STORED),
	LENDING: ((IN_USE, STORED), LENT),
	BACK: ((STORED, UNDER_REPAIR, LENT), IN_USE),
	CAPITAL_SPENDING: (AT_WORK, None),
	CONDEMNATION: (AT_WORK, CONDEMNED),
	SALE: ((CONDEMNED,), SOLD),
	SCRAPPING: ((CONDEMNED,), SCRAPPED),
	LOSS: ((*AT_WORK, CONDEMNED), LOST),
	HANDOVER: ((*AT_WORK, CONDEMNED), HANDED_OVER),
}
KINDS = tuple(_NEXT)
REMOVALS = frozenset({SALE, SCRAPPING, LOSS, HANDOVER})
"""What takes things out of the registers."""
DECIDED = frozenset({CAPITAL_SPENDING, LENDING, CONDEMNATION, *REMOVALS})
"""What the approval line decides (제41조, 제39조); the rest is put on record by whoever keeps the register."""
RESTRICTED = frozenset({LENDING, *REMOVALS}) - {LOSS}
"""What property of a subsidy and basic property must be permitted for."""


def status_after(kind: str, status: str, group: str, *, finished: bool = False, is_part: bool = False) -> str:
	"""Return the status of an asset after an event. Raises RuleViolation where it cannot happen to it.

	Args:
		kind: one of KINDS.
		status: its status before.
		group: one of GROUPS.
		finished: of a repair, whether it is over.
		is_part: whether only some pieces of a set go. The rest stays as it is, and the decision that they go is
			the one that they are of no use.
	"""
	before, after = _NEXT[kind]
	if kind in REMOVALS and is_part:
		before, after = (*AT_WORK, CONDEMNED), None
	if kind in (SALE, SCRAPPING) and group in PROPERTY:
		before = (*AT_WORK, CONDEMNED)
	if status not in before:
		if kind in (SALE, SCRAPPING) and status in AT_WORK:
			raise RuleViolation(
				"Goods are condemned before they are sold or scrapped (제41조). Please do that first."
			)
		raise RuleViolation("This cannot happen to an asset that is {0}.", status)
	if after is None or (kind == REPAIR and finished):
		return IN_USE if kind == REPAIR and status == UNDER_REPAIR else status
	return after


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
	"""An event and an asset, as far as it decides what has to be shown.

	Attributes:
		kind, on: the event and its day.
		is_basic: basic property of the corporation (기본재산).
		restricted_until: last day on which a subsidy restricts its disposal.
		service_ends: the day on which its service life ends; None where none is known.
		holds_data: whether it stores data.
		permit_no, explanation, liability: what the event says.
		has_paper, has_wipe_proof: which papers are attached.
	"""

	kind: str
	on: date
	is_basic: bool = False
	restricted_until: date | None = None
	service_ends: date | None = None
	holds_data: bool = False
	permit_no: str = ""
	explanation: str = ""
	liability: str = ""
	has_paper: bool = False
	has_wipe_proof: bool = False


def missing(case: Case) -> Iterator[RuleViolation]:
	"""Yield what an event lacks before it can be decided on (A4, A10; asset_rules §7)."""
	if case.kind in RESTRICTED and not case.permit_no:
		if case.is_basic:
			yield RuleViolation(
				"Basic property needs the permit of the city or province. Please enter its number."
			)
		elif case.restricted_until and case.on <= case.restricted_until:
			yield RuleViolation(
				"A subsidy has paid for it, and its disposal is restricted until {0}. Please enter the number of the"
				" local government's approval.",
				case.restricted_until.isoformat(),
			)
	if (
		case.kind == CONDEMNATION
		and not case.explanation
		and case.service_ends
		and case.on < case.service_ends
	):
		yield RuleViolation(
			"Its service life ends on {0}. Please explain why it is condemned before.",
			case.service_ends.isoformat(),
		)
	if case.kind in (SALE, SCRAPPING, HANDOVER) and case.holds_data and not case.has_wipe_proof:
		yield RuleViolation("It stores data. Please attach the proof that the storage was wiped.")
	if case.kind == LOSS and not case.has_paper:
		yield RuleViolation("Please attach the report of the loss (경위서).")
	if case.kind == LOSS and not case.liability:
		yield RuleViolation(
			"Please write down who answers for the loss, and whether it is compensated (제39조)."
		)


# ---- its number -----------------------------------------------------------------------------------------------------


def asset_no(facility: str, acquired_on: date, code: str, serial: int) -> str:
	"""Return the number of an asset: it stands on its label, and is never given again."""
	return f"{facility}-{acquired_on.year}-{code}-{serial:05d}"
