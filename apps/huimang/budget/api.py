"""What Desk and REST may call of the budget area. Everything that changes something is POST."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.base_document import get_controller
from werkzeug.wrappers import Response

from huimang.budget import assist, bank_details, carryover_queries, provisional, queries, service, versions
from huimang.budget.moves import BudgetMove
from huimang.errors import throw_rule
from huimang.facility import access
from huimang.migration import budget_template
from huimang.migration.budget_import import BudgetImport, Options
from huimang.migration.upload import uploaded
from huimang.printing.response import file_response
from huimang.rules import account_subjects
from huimang.rules.errors import RuleViolation

_BUDGET = "Facility Budget"


@frappe.whitelist(methods=["POST"])
def make_supplementary(budget: str) -> str:
	"""Start the supplementary budget that follows a confirmed one, with its lines; return its name."""
	base = frappe.get_doc(_BUDGET, budget)
	access.require(base.facility, _BUDGET, "create")
	return service.make_supplementary(base).name


@frappe.whitelist(methods=["POST"])
def make_provisional(accounting_year: str) -> str:
	"""Start the provisional budget (준예산) of a year that has no confirmed one; return its name."""
	access.require(frappe.db.get_value("Accounting Year", accounting_year, "facility"), _BUDGET, "create")
	return provisional.make(accounting_year).name


@frappe.whitelist()
def last_years_lines(accounting_year: str) -> dict[str, list[dict]]:
	"""Return the lines that an original budget starts with: those of the last version of the year before."""
	facility = frappe.db.get_value("Accounting Year", accounting_year, "facility")
	access.require(facility, _BUDGET, "create")
	doc = frappe.get_doc(
		{"doctype": _BUDGET, "facility": facility, "accounting_year": accounting_year, "version": 0}
	)
	service.carry_forward(doc)
	fields = frappe.get_meta(f"{_BUDGET} Line").get_fieldnames_with_value()
	return {
		table: [{field: line.get(field) for field in fields} for line in doc.get(table)]
		for table in ("revenue_lines", "expense_lines")
	}


@frappe.whitelist()
def comparison(budget: str) -> list[dict]:
	"""Return a budget beside the version before it, or the year before, by 관, 항 and 목."""
	doc = frappe.get_doc(_BUDGET, budget)
	doc.check_permission("read")
	return versions.comparison(doc)


@frappe.whitelist(methods=["POST"])
def add_subject(parent_subject: str, subject_name: str) -> dict:
	"""Add a 세목 below a 목, or a 목 of the facility's own below a 항 that is open to it."""
	facility = frappe.db.get_value("Account Subject", parent_subject, "facility")
	access.require(facility, "Account Subject", "create")
	doc = frappe.get_doc(
		{
			"doctype": "Account Subject",
			"facility": facility,
			"parent_subject": parent_subject,
			"subject_name": subject_name,
		}
	)
	doc.insert()
	return {"name": doc.name, "subject_name": doc.subject_name, "path_label": doc.path_label}


@frappe.whitelist()
@frappe.validate_and_sanitize_search_inputs
def search_subjects(
	doctype: str, txt: str, searchfield: str, start: int, page_len: int, filters: dict | list | None, **_more
) -> list[tuple]:
	"""Link search of Account Subject (hook: standard_queries).

	The list query behind it asks for permission.
	"""
	return queries.search_subjects(txt, filters, start, page_len)


@frappe.whitelist()
def defaults(facility: str) -> dict:
	"""Return what a new budget of a facility starts with: its program and the year that is open or being
	prepared.
	"""
	access.require(facility, _BUDGET, "read")
	return queries.budget_defaults(facility)


@frappe.whitelist()
def move_defaults(doctype: str, facility: str | None = None) -> dict:
	"""Return what a new transfer or use of the contingency starts with, for the user or the facility they chose."""
	frappe.has_permission(doctype, "create", throw=True)
	_require_move(doctype)
	if facility:
		access.require(facility, doctype, "create")
	return assist.move_defaults(frappe.session.user, doctype, facility)


@frappe.whitelist()
def budgeted_on(accounting_year: str, account_subject: str) -> list[dict]:
	"""Return the programs and fund sources under which the expense budget has money on a subject."""
	access.require(frappe.db.get_value("Accounting Year", accounting_year, "facility"), _BUDGET, "read")
	return assist.budgeted_on(accounting_year, account_subject)


@frappe.whitelist()
def move_rests(
	doctype: str,
	facility: str,
	accounting_year: str,
	lines: str | list,
	done: int | str = 0,
	next_year: str | None = None,
) -> list:
	"""Return what the givers and takers of a form's lines have, while it is being typed."""
	access.require(facility, doctype, "read")
	_require_move(doctype)
	rows = frappe.parse_json(lines)
	subjects = {(row.get(end) or {}).get("account_subject") for row in rows for end in ("source", "target")}
	own = frappe.get_all(
		"Account Subject", {"name": ("in", sorted(filter(None, subjects)) or [""])}, ["facility"]
	)
	if any(row.facility != facility for row in own):
		frappe.throw(_("Please choose an account subject of this facility."))
	try:
		return assist.rests(facility, accounting_year, rows, bool(frappe.utils.cint(done)), next_year)
	except RuleViolation as violation:
		throw_rule(violation)


@frappe.whitelist()
@frappe.validate_and_sanitize_search_inputs
def search_carryover_subjects(
	doctype: str, txt: str, searchfield: str, start: int, page_len: int, filters: dict, **_more
) -> list[tuple]:
	"""Link search of the revenue subjects that receive what is carried over: those of the 항 이월금."""
	access.require(filters["facility"], "Account Subject", "read")
	found = carryover_queries.carryover_subjects(filters["facility"], filters["accounting_unit"])
	return [
		(row.name, row.subject_name, row.path_label)
		for row in found
		if account_subjects.name_key(txt) in account_subjects.name_key(row.subject_name)
	]


@frappe.whitelist(methods=["POST"])
def reveal_account_number(doctype: str, name: str, purpose: str) -> str:
	"""Return a whole account number to somebody who may enter one; who read it, and why, is logged."""
	if doctype not in bank_details.DOCTYPES:
		frappe.throw(_("There is no account number for {0}.").format(_(doctype)), frappe.PermissionError)
	doc = frappe.get_doc(doctype, name)
	access.require(doc.facility, doctype, "write")
	return bank_details.reveal_account_number(doc, purpose)


@frappe.whitelist()
def download_template(accounting_year: str, budget: str | None = None) -> Response:
	"""Send the workbook for a year's budget: its subjects as rows to fill in, or the lines of a budget."""
	facility = frappe.db.get_value("Accounting Year", accounting_year, "facility")
	access.require(facility, _BUDGET, "read")
	doc = frappe.get_doc(_BUDGET, budget) if budget else None
	if doc:
		doc.check_permission("read")
	content, filename = budget_template.build(frappe.get_doc("Accounting Year", accounting_year), doc)
	return file_response(content, filename.removesuffix(".xlsx"), "xlsx")


@frappe.whitelist(methods=["POST"])
def check_file(
	content: str,
	budget: str | None = None,
	accounting_year: str | None = None,
	create_subjects: bool = False,
	program: str | None = None,
	fund_source: str | None = None,
) -> dict:
	"""Tell what a workbook (base64) would do to a draft, or to a new version of a year, and every row
	that is wrong.
	"""
	doc = _target(budget, accounting_year)
	return _import(doc, content, create_subjects, program, fund_source).report.as_dict()


@frappe.whitelist(methods=["POST"])
def import_file(
	content: str,
	filename: str = "",
	budget: str | None = None,
	accounting_year: str | None = None,
	create_subjects: bool = False,
	program: str | None = None,
	fund_source: str | None = None,
) -> dict:
	"""Take a workbook (base64) over into a draft or a new version, all of it or nothing; return the
	report and the budget's name.
	"""
	doc = _target(budget, accounting_year)
	work = _import(doc, content, create_subjects, program, fund_source)
	if not work.report.is_clean:
		return work.report.as_dict()
	work.take_over()
	doc.save()
	doc.add_comment(
		"Info",
		_("{0} rows were taken over from the file {1}.").format(
			work.report.rows, frappe.bold(frappe.utils.escape_html(filename))
		),
	)
	return {**work.report.as_dict(), "budget": doc.name}


def _require_move(doctype: str) -> None:
	if not issubclass(get_controller(doctype), BudgetMove):
		frappe.throw(_("{0} moves no budget.").format(_(doctype)))


def _target(budget: str | None, accounting_year: str | None):
	"""Return the draft that takes the lines: the one named, or the next version of a year, not saved yet."""
	if budget:
		doc = frappe.get_doc(_BUDGET, budget)
		access.require(doc.facility, _BUDGET, "create")
		if doc.docstatus or doc.stage != "Draft":
			frappe.throw(_("Only a draft takes lines from a file. Please start a supplementary budget."))
		return doc
	facility = frappe.db.get_value("Accounting Year", accounting_year, "facility")
	access.require(facility, _BUDGET, "create")
	doc = frappe.get_doc({"doctype": _BUDGET, "facility": facility, "accounting_year": accounting_year})
	service.number_version(doc, lock=False)
	return doc


def _import(doc, content: str, create_subjects, program: str | None, fund_source: str | None) -> BudgetImport:
	options = Options(bool(frappe.utils.cint(create_subjects)), program, fund_source)
	if options.create_subjects:
		access.require(doc.facility, "Account Subject", "create")
	return BudgetImport(doc, uploaded(content), options)
