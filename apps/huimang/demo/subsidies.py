"""Subsidies of the welfare center: the meals' grant, spent through the year, and one that has only been applied for."""

from datetime import date, timedelta

import frappe

from huimang.approval import service as approval
from huimang.approval.stages import APPROVED, IN_APPROVAL
from huimang.demo import books, clock, data_files
from huimang.demo.acting import acting_as
from huimang.demo.house import person
from huimang.subsidy import assist, grants
from huimang.subsidy.sums import GRANT

MEALS = {
	"title": "경로식당 무료급식 지원",
	"purpose": "결식 우려 어르신 60명에게 주 5일 점심을 드립니다.",
	"external_project_code": "2026-DEMO-0031",
	"program": "경로식당",
	"shares": {"District Funds": 60_000_000},
	"subjects": {"경로식당사업비": 0},
	"conditions": (
		("Settlement Deadline", "사업 완료 후 2개월 안에 정산보고서를 제출할 것"),
		("Photos Required", "분기마다 급식 사진을 제출할 것"),
	),
}
ROBOTS = {
	"title": "AI 돌봄 로봇 보급",
	"purpose": "홀로 사는 어르신 20가구에 돌봄 로봇을 보급하고 안부를 확인합니다.",
	"external_project_code": "2026-DEMO-0107",
	"program": "재가노인지원",
	"shares": {"Province Funds": 8_000_000, "District Funds": 8_000_000, "Own Funds": 4_000_000},
	"subjects": {"재가노인지원사업비": 0},
	"conditions": (("Own Funds First", "자부담을 먼저 집행할 것"),),
}


def write_grants(folder: str, facility: str, accounting_year: str, today: date) -> None:
	"""Bring the grants as far as they are today, unless they are there: before the year's resolutions, which spend them."""
	if data_files.base(folder) != data_files.FACILITIES[0]:
		return
	new_year = today.replace(month=1, day=1)
	for wanted, day, letter in (
		(MEALS, new_year + timedelta(days=1), "복지정책과-102"),
		(ROBOTS, today.replace(day=min(5, today.day)), None),
	):
		if frappe.db.exists(GRANT, {"facility": facility, "title": wanted["title"]}):
			continue
		with clock.on(day):
			name = _apply(folder, facility, accounting_year, wanted)
			if letter:
				with acting_as(person(folder, "Accountant")):
					grants.decide(name, {"decided_on": day, "document_no": letter})


def charged_to(doctype: str, facility: str, line: dict, day: date) -> str | None:
	"""Return the grant to which a line of the year belongs, if it is one's."""
	return assist.likely_grant(
		doctype, facility, line["account_subject"], line["program"], line["fund_source"], day.isoformat()
	)


def _apply(folder: str, facility: str, accounting_year: str, wanted: dict) -> str:
	year = int(accounting_year[-4:])
	values = {
		"facility": facility,
		"program": books.named("Welfare Program", facility, "program_name", wanted["program"]),
		"fund_source": books.named("Fund Source", facility, "fund_source_name", "보조금"),
		"bank_account": books.named("Facility Bank Account", facility, "account_title", "보조금 전용계좌"),
		"granting_body": books.named("Counterparty", facility, "counterparty_name", "중구청"),
		"external_project_code": wanted["external_project_code"],
		"purpose": wanted["purpose"],
		"start_date": date(year, 1, 1),
		"end_date": date(year, 12, 31),
		"shares": [{"source": source, "amount": amount} for source, amount in wanted["shares"].items()],
		"subjects": [
			{"account_subject": books.subject(facility, "Expense", subject), "amount": limit}
			for subject, limit in wanted["subjects"].items()
		],
		"conditions": [{"kind": kind, "condition": text} for kind, text in wanted["conditions"]],
	}
	with acting_as(person(folder, "Accountant")):
		program = frappe.get_doc(
			{"doctype": "Subsidy Program", "program_title": wanted["title"], **values}
		).insert()
		doc = frappe.get_doc(
			{
				"doctype": GRANT,
				"accounting_year": accounting_year,
				"subsidy_program": program.name,
				"title": wanted["title"],
				**values,
			}
		).insert()
		stage = approval.move_to(GRANT, doc.name, IN_APPROVAL).stage
	for role in ("Office Director", "Facility Head"):
		if stage != APPROVED:
			with acting_as(person(folder, role)):
				stage = approval.decide(GRANT, doc.name, "Approve").stage
	return doc.name
