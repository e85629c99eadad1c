"""A file of many rows taken over: donors from Excel, as the background job does it, against the framework's own inserts."""

import io
from time import perf_counter, process_time

import frappe
from openpyxl import Workbook

HEADINGS = ("후원자명", "후원자구분", "연락처", "이메일", "우편번호", "주소", "영수증 희망")
SINGLE = 300
"""Donors that are inserted one by one: enough to know the rate."""


def measure(rows: int) -> list[tuple[str, int, float, float]]:
	"""Return each step with its rows, its seconds, and those of CPU of this process."""
	import factory

	from huimang.donation.imports import DonorUpload
	from huimang.migration import imports, upload

	facility = factory.make_facility()
	frappe.db.commit()
	steps = []

	def timed(step: str, count: int, work) -> None:
		wall, cpu = perf_counter(), process_time()
		work()
		steps.append((step, count, perf_counter() - wall, process_time() - cpu))

	content = workbook(rows)
	timed("read and check", rows, lambda: require_clean(upload.examine(DonorUpload(facility), content)))
	kind, of = "donors", DonorUpload(facility)
	doc = imports.begin(kind, of, "donors.xlsx", good_only=False)
	imports.keep_file(doc, content)
	frappe.db.commit()

	def take() -> None:
		imports.run(doc.name)
		frappe.db.commit()

	timed("read, check and take over", rows, take)

	def single() -> None:
		for number in range(SINGLE):
			name = f"한사람{number:05d}"
			frappe.get_doc({"doctype": "Donor", "facility": facility, "donor_name": name}).insert()
		frappe.db.commit()

	timed("the framework's inserts, one by one", SINGLE, single)
	return steps


def workbook(rows: int) -> bytes:
	book = Workbook(write_only=True)
	sheet = book.create_sheet()
	sheet.append(HEADINGS)
	for number in range(rows):
		phone = f"010-{2000 + number // 10_000:04d}-{number % 10_000:04d}"
		address = f"서울특별시 중구 행복로 {number}"
		sheet.append((f"김후원{number:05d}", "개인", phone, f"d{number}@example.com", "04500", address, "예"))
	out = io.BytesIO()
	book.save(out)
	return out.getvalue()


def require_clean(report) -> None:
	if not report.is_clean:
		raise SystemExit(f"The file is refused: {report.faults[:3]}")
