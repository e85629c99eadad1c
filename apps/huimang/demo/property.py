"""물품: the register of some years, what happened to things, this year's count under way, and goods in and out of stock."""

from collections.abc import Iterable
from datetime import date, timedelta

import frappe

from huimang.approval import service as approval
from huimang.approval.stages import APPROVED, IN_APPROVAL
from huimang.demo import clock
from huimang.demo.acting import acting_as
from huimang.demo.house import person
from huimang.property import events, inspection, register, stock
from huimang.rules import assets as law

PLACES = ("사무실", "상담실", "강당", "경로식당", "현관")
ASSETS = (
	# class, name, specification, place, units, won for all, years ago, whether one card stands for all
	("노트북컴퓨터", "업무용 노트북", "14형 16GB", "사무실", 4, 5_600_000, 1, False),
	("액정모니터", "모니터", "27형", "사무실", 4, 1_120_000, 1, False),
	("다기능복사기", "복합기", "A3 컬러", "사무실", 1, 4_950_000, 3, False),
	("책상", "상담용 책상", "1500×800", "상담실", 2, 700_000, 4, False),
	("회의용탁자", "접이식 탁자", "1800×600", "강당", 6, 1_080_000, 2, False),
	("작업용의자", "강당 의자", "접이식", "강당", 60, 2_700_000, 2, True),
	("프로젝터", "빔프로젝터", "5000안시", "강당", 1, 1_850_000, 2, False),
	("자동심장충격기(AED)", "자동심장충격기", "벽걸이형", "현관", 1, 1_980_000, 2, False),
	("텔레비전", "안내용 텔레비전", "42형", "현관", 1, 1_100_000, 10, False),
)
GOODS = (
	# item, specification, unit, category, least in stock, received, won, issued to whom
	(
		"복사용지",
		"A4 80g",
		"상자",
		"Office",
		5,
		20,
		500_000,
		((12, "사무국", "김회계"), (5, "상담실", "박복지")),
	),
	("종이컵", "6.5온스 1,000개", "상자", "Program", 2, 6, 108_000, ((2, "경로식당", "최영양"),)),
	("손소독제", "500mL", "개", "Hygiene", 10, 40, 180_000, ((18, "현관", "박복지"),)),
	("주방세제", "14kg", "통", "Cleaning", 1, 4, 88_000, ((1, "경로식당", "최영양"),)),
)
COUNTED = 5
"""Of these many things nobody has seen anything yet: the count is under way."""


def write_property(folder: str, facility: str, today: date) -> None:
	"""Enter what is not there yet, as the people of the facility would."""
	writer = person(folder, "Accountant")
	places = _places(facility, writer)
	if not frappe.db.exists(register.ASSET, {"facility": facility}):
		_register(facility, writer, places, today)
		_event(facility, writer, places, today)
	if not frappe.db.exists(stock.ITEM, {"facility": facility}):
		_stock(folder, facility, writer, places, today)
	if not frappe.db.exists(inspection.SHEET, {"facility": facility}):
		_count(folder, facility, writer, today)


def hand_over(giving: str, giver: str, facility: str, today: date) -> None:
	"""Let a facility hand a shelf over to another one of its corporation, where it waits to be taken over (관리전환).

	:param giving: folder of who gives; giver: its facility; facility: who gets it.
	"""
	if frappe.db.exists(events.EVENT, {"facility": giver, "kind": law.HANDOVER}):
		return
	writer = person(giving, "Accountant")
	with acting_as(writer):
		shelf = {
			"asset_class": "책장·서가",
			"asset_name": "이동식 책장",
			"spec": "5단",
			"acquisition_type": "Purchase",
		}
		names = register.register(giver, 1_400_000, 2, acquired_on=today.replace(month=1, day=5), **shelf)
		doc = events.record(
			giver, law.HANDOVER, names, to_facility=facility, reason="공간 재배치로 쓰지 않음"
		)
		stage = approval.move_to(doc.doctype, doc.name, IN_APPROVAL).stage
	for role in ("Office Director", "Facility Head"):
		if stage != APPROVED:
			with acting_as(person(giving, role)):
				stage = approval.decide(doc.doctype, doc.name, "Approve").stage


def _places(facility: str, writer: str) -> dict[str, str]:
	known = dict(frappe.get_all("Asset Place", {"facility": facility}, ["place_name", "name"], as_list=True))
	with acting_as(writer):
		for name in PLACES:
			if name not in known:
				values = {"doctype": "Asset Place", "facility": facility, "place_name": name}
				known[name] = frappe.get_doc(values).insert().name
	return known


def _register(facility: str, writer: str, places: dict[str, str], today: date) -> None:
	with acting_as(writer):
		for asset_class, name, spec, place, units, won, years, as_set in ASSETS:
			bought = today.replace(year=today.year - years, month=4, day=10)
			register.register(
				facility,
				won,
				units,
				as_set=as_set,
				asset_class=asset_class,
				asset_name=name,
				spec=spec,
				place=places[place],
				acquired_on=bought,
				acquisition_type="Purchase",
			)


def _event(facility: str, writer: str, places: dict[str, str], today: date) -> None:
	"""A monitor was moved; the old television waits to be condemned."""
	monitor = _of(facility, "모니터")[-1]
	with clock.on(today - timedelta(days=40)), acting_as(writer):
		events.record(facility, law.MOVE, [monitor], to_place=places["상담실"], reason="상담 기록용")
	with acting_as(writer):
		old = events.record(
			facility,
			law.CONDEMNATION,
			_of(facility, "안내용 텔레비전"),
			reason="화면 불량, 수리비가 새 제품 값에 가까움",
		)
		approval.move_to(old.doctype, old.name, IN_APPROVAL)


def _of(facility: str, name: str) -> list[str]:
	return frappe.get_all(
		register.ASSET, {"facility": facility, "asset_name": name}, pluck="name", order_by="name"
	)


def _stock(folder: str, facility: str, writer: str, places: dict[str, str], today: date) -> None:
	items = {}
	with acting_as(writer):
		for name, spec, unit, category, least, *_moved in GOODS:
			item = {
				"item_name": name,
				"spec": spec,
				"unit": unit,
				"category": category,
				"minimum_stock": least,
			}
			more = {"facility": facility, "place": places["사무실"]}
			items[name] = frappe.get_doc({"doctype": stock.ITEM, **item, **more}).insert().name
	with clock.on(today - timedelta(days=50)):
		lines = [{"consumable": items[row[0]], "quantity": row[5], "amount": row[6]} for row in GOODS]
		_move(folder, facility, writer, stock.RECEIPT, lines, purpose="하반기 소모품 구입")
	for days, at in ((30, 0), (12, 1)):
		with clock.on(today - timedelta(days=days)):
			for row in GOODS:
				for quantity, department, receiver in row[7][at : at + 1]:
					line = {"consumable": items[row[0]], "quantity": quantity}
					to = {"department": department, "receiver": receiver, "purpose": "사무 및 프로그램 사용"}
					_move(folder, facility, writer, stock.ISSUE, [line], **to)


def _move(folder: str, facility: str, writer: str, kind: str, lines: Iterable[dict], **values: str) -> None:
	head = {"doctype": stock.MOVEMENT, "facility": facility, "movement_type": kind}
	with acting_as(writer):
		doc = frappe.get_doc(
			{**head, "movement_date": frappe.utils.nowdate(), "lines": lines, **values}
		).insert()
		stage = approval.move_to(doc.doctype, doc.name, IN_APPROVAL).stage
	for role in ("Office Director", "Facility Head"):
		if stage != APPROVED:
			with acting_as(person(folder, role)):
				stage = approval.decide(doc.doctype, doc.name, "Approve").stage


def _count(folder: str, facility: str, writer: str, today: date) -> None:
	"""This year's count has begun: most things were found, two at another place, one needs a repair."""
	people = {"inspector": person(folder, "Office Director"), "verifier": person(folder, "Facility Head")}
	head = {"doctype": inspection.SHEET, "facility": facility, "title": f"{today.year}년 정기 재물조사"}
	with acting_as(writer):
		doc = frappe.get_doc({**head, **people, "base_date": today}).insert()
	found = frappe.get_all(
		inspection.ITEM, {"inspection": doc.name}, ["asset_no", "asset_name"], order_by="asset_no"
	)
	with acting_as(people["inspector"]):
		for row in found[:-COUNTED]:
			seen = {"condition": "Needs Repair"} if row.asset_name == "빔프로젝터" else {}
			if row.asset_name == "강당 의자":
				seen = {"counted": 58, "remarks": "2개 보이지 않음"}
			inspection.record(doc.name, row.asset_no, **seen)
