"""Value and depreciation of a whole register, as the server gives the reports to an accountant's Desk."""

from datetime import date, timedelta
from time import perf_counter, process_time

import frappe

from benchmarks import fill
from huimang.database.sql import insert_rows, standard_columns

FIRST_DAY = date(2015, 1, 1)
METHODS = ("Straight-line", "Straight-line", "Declining Balance")
REPORTS = ("depreciation_details", "goods_register", "fixed_assets", "property_changes")
BATCH = 500
REPEATS = 5


def measure(count: int) -> list[tuple[str, int, float, float]]:
	"""Return each statement of a new facility with so many assets, its rows, and milliseconds in all and of CPU (best of some)."""
	from huimang.statements import engine

	facility = fill.empty_facility()
	_fill(facility, count)
	frappe.db.commit()
	filters = {"facility": facility, "accounting_year": f"{facility}-{fill.YEAR}"}
	found = []
	for name in REPORTS:
		times = []
		for _i in range(REPEATS):
			frappe.db.rollback()
			begun, cpu = perf_counter(), process_time()
			rows = len(engine.draw(name, filters).rows)
			times.append((perf_counter() - begun, process_time() - cpu))
		best, cpu = min(times)
		found.append((name, rows, best * 1_000, cpu * 1_000))
	return found


def _fill(facility: str, count: int) -> None:
	"""Give a facility so many things, bought over a dozen years, with lives of four to six years."""
	stamp = standard_columns("Administrator", frappe.utils.now_datetime())
	common = {
		"asset_name": "물품",
		"asset_class": "기타 비품",
		"asset_group": "Equipment",
		"status": "In Use",
	}
	common |= {
		"facility": facility,
		"accounting_unit": "Facility",
		"acquisition_type": "Purchase",
		"unit": "개",
	}
	common |= {"quantity": 1, "quantity_left": 1, "is_depreciable": 1, **stamp}
	rows = []
	for number in range(count):
		name, cost = f"{facility}-ET-{number:05d}", 500_000 + number * 1_337
		bought = FIRST_DAY + timedelta(days=number * 37 % 4_300)
		own = {"name": name, "asset_no": name, "cost": cost, "unit_price": cost, "acquired_on": bought}
		own |= {"in_service_on": bought, "useful_life_years": 4 + number % 3, "method": METHODS[number % 3]}
		rows.append({**common, **own})
	for at in range(0, count, BATCH):
		insert_rows("Facility Asset", list(rows[0]), [list(row.values()) for row in rows[at : at + BATCH]])
