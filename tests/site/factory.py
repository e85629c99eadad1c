"""What tests of the site build upon: facilities, people, books and documents, made the way the product makes them.

Everything runs in the test's own transaction. `acting_as` gives the floor to somebody else for a while.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import frappe

FACILITY_TYPE = "노인복지관"


def unique_no(serial: int) -> str:
	"""A synthetic 고유번호 (tax office 999, kind 82) with the right check digit."""
	digits = f"99982{serial:04d}"
	total = sum(int(d) * w for d, w in zip(digits, (1, 3, 7, 1, 3, 7, 1, 3, 5), strict=True))
	return digits + str((10 - (total + int(digits[8]) * 5 // 10) % 10) % 10)


def make_corporation(name: str | None = None, **kw) -> str:
	"""A corporation; every call makes another one."""
	doc = frappe.get_doc({"doctype": "Corporation", "corporation_name": name or f"법인 {_tag()}", **kw})
	return doc.insert().name


def make_facility(name: str | None = None, type_name: str = FACILITY_TYPE, **kw) -> str:
	"""A facility of the given type, run by a corporation of its own unless told otherwise."""
	values = {
		"doctype": "Facility",
		"facility_name": name or f"시설 {_tag()}",
		"facility_type": type_name,
		"unique_no": unique_no(_free_serial()),
		"representative_name": "김희망",
		"phone": "02-000-0000",
		**kw,
	}
	if values.setdefault("operated_by", "Corporation") == "Corporation" and not values.get("corporation"):
		values["corporation"] = make_corporation()
	return frappe.get_doc(values).insert().name


def make_user(email: str, facility: str, roles: list[str], position_title: str = "") -> str:
	"""A login with these roles in this facility; called again for another facility, the same person works there too."""
	if not frappe.db.exists("User", email):
		_write_login(email)
	membership = {
		"doctype": "Facility Membership",
		"facility": facility,
		"user": email,
		"position_title": position_title,
		"roles": [{"role": role} for role in roles],
	}
	frappe.get_doc(membership).insert()
	return email


def _write_login(email: str) -> None:
	"""The rows that a new login leaves, without the framework's way to them: it takes half the time of a house with its
	people, and tests of access and of Desk go it.
	"""
	login = frappe.new_doc("User")
	login.update(
		{"email": email, "first_name": email.split("@")[0], "language": "ko", "send_welcome_email": 0}
	)
	login.name, login.full_name = email, login.first_name
	login.db_insert()
	settings = frappe.new_doc("Notification Settings")
	settings.update({"name": email, "user": email})
	settings.db_insert()


def make_operator(email: str) -> str:
	"""A login of somebody who works for the platform."""
	_write_login(email)
	values = {"doctype": "Has Role", "parenttype": "User", "parentfield": "roles", "parent": email}
	frappe.get_doc({**values, "role": "Platform Operator"}).db_insert()
	return email


@contextmanager
def acting_as(email: str) -> Iterator[str]:
	"""Run the block as this user, and give the floor back whatever happens.

	What this process keeps in memory of the shared cache is everybody's, so it is kept: it is slow to read again.
	"""
	before = frappe.session.user
	_set_user(email)
	try:
		yield email
	finally:
		_set_user(before)


def _set_user(email: str) -> None:
	kept = frappe.local.cache
	frappe.set_user(email)
	frappe.local.cache = kept


def _tag() -> str:
	return frappe.generate_hash(length=8)


def _free_serial() -> int:
	"""A serial for `unique_no` that no facility of the site has."""
	taken = {no[5:9] for no in frappe.get_all("Facility", pluck="unique_no") if no}
	return next(serial for serial in range(1, 10_000) if f"{serial:04d}" not in taken)


def expense(facility: str, lines: list[dict], **kw):
	"""A draft Expense Resolution, written by the facility's first accountant unless somebody is acting already.

	A line needs account_subject, program, fund_source and amount; what the resolution itself lacks is filled in.
	"""
	return _resolution("Expense Resolution", facility, lines, payment_method="Bank Transfer", **kw)


def income(facility: str, lines: list[dict], **kw):
	"""A draft Income Resolution; see `expense`."""
	return _resolution("Income Resolution", facility, lines, **kw)


def request(facility: str, lines: list[dict], **kw):
	"""A draft Expense Request (품의); see `expense`."""
	return _document(
		{"doctype": "Expense Request", "facility": facility, "purpose": "사무용품 구입", "lines": lines, **kw}
	)


def transfer(facility: str, from_account: str, to_account: str, amount: int, **kw):
	"""A draft Fund Transfer; see `expense`."""
	accounts = {"from_account": from_account, "to_account": to_account, "amount": amount}
	return _document(
		{"doctype": "Fund Transfer", "facility": facility, "purpose": "통장 간 이체", **accounts, **kw}
	)


def refund(original, amounts: list[int] | None = None, **kw):
	"""A draft Refund Resolution of what was paid or received: of each line its amount, or all of it."""
	lines = [
		{"original_row": line.name, "amount": line.amount if amounts is None else amounts[at]}
		for at, line in enumerate(original.lines)
		if amounts is None or amounts[at]
	]
	kind = "Expense Refund" if original.doctype == "Expense Resolution" else "Revenue Refund"
	values = {"refund_type": kind, "original": original.name, "lines": lines, "purpose": "착오 송금"}
	return _document({"doctype": "Refund Resolution", "facility": original.facility, **values, **kw})


def approve(doc):
	"""Request a document as its writer and approve it as each of those whom its workflow asks; returns it approved.

	Meetings that a budget document takes are held today.
	"""
	from huimang.approval import service
	from huimang.approval.stages import APPROVED, IN_APPROVAL

	if getattr(doc, "meetings_open", False):
		frappe.db.set_value(doc.doctype, doc.name, meetings(doc, frappe.utils.nowdate()))
	with acting_as(doc.owner):
		doc = service.move_to(doc.doctype, doc.name, IN_APPROVAL)
	while doc.stage != APPROVED:
		approver, action = next(_approvals_open(doc))
		with acting_as(approver):
			doc = service.decide(doc.doctype, doc.name, action)
	return doc


def settle(doc, **kw):
	"""Pay or receive an approved resolution as the facility's officer; returns it settled."""
	from huimang.facility.grants import roster
	from huimang.resolutions import service

	duty = doc.kind.officer_field
	officer = next(user for user, member in roster(doc.facility).items() if member[duty])
	with acting_as(officer):
		return service.settle(doc.doctype, doc.name, **kw)


def _approvals_open(doc) -> Iterator[tuple[str, str]]:
	from huimang.approval import service
	from huimang.facility.grants import roster

	for user in roster(doc.facility):
		with acting_as(user):
			approvals = [row.action for row, turn in service.open_turns(doc) if turn.approves]
		if approvals:
			yield user, approvals[0]


def _resolution(doctype: str, facility: str, lines: list[dict], **kw):
	values = {
		"doctype": doctype,
		"facility": facility,
		"purpose": "사무용품 구입" if doctype == "Expense Resolution" else "보조금 교부",
		"lines": lines,
		**kw,
	}
	return _document(values)


def _document(values: dict):
	"""A draft of the year 2026, written by the facility's first accountant unless somebody is acting already."""
	from huimang.facility.grants import members_with_role

	facility = values["facility"]
	doc = frappe.get_doc({"accounting_year": f"{facility}-2026", **values})
	if frappe.session.user != "Administrator":
		return doc.insert()
	with acting_as(members_with_role(facility, "Accountant")[0]):
		return doc.insert()


def books(facility: str, year: int = 2026) -> str:
	"""The accounting year of a facility with its subjects, fund sources and program; open for postings."""
	from huimang.budget.service import open_books

	name = open_books(facility, year)
	frappe.db.set_value("Accounting Year", name, "status", "Open")
	return name


def budget(facility: str, year: int, lines: list[dict], **kw):
	"""A draft budget, the next version of the year. Lines: side, account_subject, fund_source, amount …; the program is
	the facility's first unless it is told."""
	accounting_year = books(facility, year)
	program = frappe.get_all("Welfare Program", {"facility": facility}, pluck="name", order_by="creation")[0]
	tables = {"revenue_lines": [], "expense_lines": []}
	for line in lines:
		tables[f"{line['side'].lower()}_lines"].append({"program": program, **line})
	values = {"doctype": "Facility Budget", "facility": facility, "accounting_year": accounting_year}
	return frappe.get_doc({**values, **tables, **kw}).insert()


def approved_budget(facility: str, year: int, lines: list[dict]):
	"""A budget in force, without the people who approve it: a test may want to choose those itself."""
	from huimang.budget import service

	doc = budget(facility, year, lines)
	service.check_confirmable(doc)
	frappe.db.set_value(
		doc.doctype,
		doc.name,
		{"docstatus": 1, "stage": "Approved", "workflow_state": "Approved", "confirmed_on": "2026-01-01"},
	)
	frappe.db.set_value("Facility Budget Line", {"parent": doc.name}, "docstatus", 1)
	doc.reload()
	service.appropriate(doc)
	return doc


def supplementary(base):
	"""A draft of the supplementary budget that follows a confirmed one, written by whoever is acting."""
	from huimang.budget import service

	return service.make_supplementary(frappe.get_doc("Facility Budget", base.name))


def meetings(doc, day) -> dict:
	"""What registers the meetings of a budget document, all held on one day: values of its fields."""
	url = minutes(doc)
	return {
		"committee_date": day,
		"committee_minutes": url,
		"board_date": day,
		"board_minutes": url,
	}


def minutes(doc) -> str:
	"""Minutes of a meeting (회의록), attached to a document; the address of the file."""
	file = {
		"doctype": "File",
		"file_name": f"회의록_{_tag()}.pdf",
		"content": b"%PDF-1.4",
		"is_private": 1,
		"attached_to_doctype": doc.doctype,
		"attached_to_name": doc.name,
	}
	return frappe.get_doc(file).insert(ignore_permissions=True).file_url


def close_month(accounting_year: str, month: int, statements: dict[str, int] | None = None):
	"""Close a month whose bank statements say what the books say, or what `statements` says by an account's title."""
	facility = frappe.db.get_value("Accounting Year", accounting_year, "facility")
	values = {"facility": facility, "accounting_year": accounting_year, "month": month}
	doc = frappe.get_doc({"doctype": "Month Closing", **values}).insert()
	for row in doc.balances:
		title = frappe.db.get_value("Facility Bank Account", row.bank_account, "account_title")
		row.statement_balance = (statements or {}).get(title, row.book_balance)
		if statements is None:
			row.reason = "마감하는 동안 기장된 금액"
	doc.submit()
	return doc
