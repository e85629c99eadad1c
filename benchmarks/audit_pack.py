"""The audit pack of a year of resolutions with evidence: each step's seconds, and the memory of the process at its highest."""

from __future__ import annotations

import io
import os
import resource
from time import perf_counter, process_time

import frappe

from huimang.database.sql import insert_rows

PAPERS = ("영수증.jpg", "견적서.pdf")
"""What proves each expense: a photograph of a phone, and a PDF of two pages."""


def prepare(count: int) -> tuple[str, str]:
	"""Return a facility whose ledger holds so many paid resolutions with evidence, and its head.

	Documents and entries are copies of one that went all the way, below the controllers: what is measured is the pack.
	"""
	import factory
	import house

	home = house.build()
	doc = home.expense(home.line(20_000))
	doc = factory.settle(factory.approve(doc))
	photo, quotation = _photo(), _quotation()
	for number in range(2, count + 1):
		_copy(doc, number)
	frappe.db.commit()
	names = frappe.get_all(
		"Expense Resolution", {"facility": home.facility}, pluck="name", limit_page_length=0
	)
	folder = frappe.get_site_path("private", "files")
	for name in names:
		for at, (kind, file_name, content) in enumerate(
			(("Simple Receipt", PAPERS[0], photo), ("Quotation", PAPERS[1], quotation)), 1
		):
			url = f"/private/files/{name}_{file_name}"
			with open(os.path.join(folder, f"{name}_{file_name}"), "wb") as file:
				file.write(content)
			_insert(
				"File",
				file_name=file_name,
				file_url=url,
				is_private=1,
				attached_to_doctype=doc.doctype,
				attached_to_name=name,
			)
			row = {"parent": name, "parenttype": doc.doctype, "parentfield": "evidence", "idx": at}
			_insert("Resolution Evidence", evidence_type=kind, attachment=url, sheets=1, **row)
	frappe.db.commit()
	return home.facility, home.head


def measure(count: int) -> dict[str, str]:
	"""Return what a pack of so many resolutions took, by what is told."""
	from huimang.audit import service

	facility, head = prepare(count)
	frappe.set_user(head)
	enqueue, frappe.enqueue = frappe.enqueue, lambda *args, **kw: None
	try:
		values = {"facility": facility, "accounting_year": f"{facility}-2026"}
		days = {"from_date": "2026-01-01", "to_date": "2026-12-31"}
		pack = frappe.get_doc({"doctype": service.DOCTYPE, **values, **days}).insert()
		frappe.db.commit()
		before, wall, cpu = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, perf_counter(), process_time()
		service.run(pack.name)
	finally:
		frappe.enqueue = enqueue
	pack.reload()
	peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
	size = os.path.getsize(frappe.get_site_path(pack.pdf_file.lstrip("/")))
	return {
		"resolutions": f"{pack.total:,}",
		"pages": f"{pack.pages:,}",
		"evidence files": f"{pack.evidence_count:,}",
		"seconds": f"{perf_counter() - wall:.0f}",
		"of them CPU of the process": f"{process_time() - cpu:.0f}",
		"size of the PDF": f"{size / 1e6:.0f} MB",
		"peak memory before": f"{before // 1024} MB",
		"peak memory": f"{peak // 1024} MB",
	}


def _copy(doc, number: int) -> None:
	copy = frappe.copy_doc(doc, ignore_no_copy=False)
	copy.update(
		{field.fieldname: doc.get(field.fieldname) for field in doc.meta.get("fields", {"no_copy": 1})}
	)
	copy.name, copy.resolution_no = frappe.generate_hash(length=10), f"2026-{number:05d}"
	copy.docstatus = doc.docstatus
	copy.db_insert()
	for at, line in enumerate(copy.lines, 1):
		line.update({"name": frappe.generate_hash(length=10), "parent": copy.name, "docstatus": 1, "idx": at})
		line.db_insert()
	entries = {"entry_no": 10_000_000 + number, "voucher_label": copy.resolution_no}
	for doctype, link, values in (
		("Ledger Entry", "voucher_no", entries),
		("Approval Step", "reference_name", {}),
	):
		rows = frappe.get_all(doctype, {link: doc.name}, ["*"])
		for row in rows:
			row.update({link: copy.name, "name": frappe.generate_hash(length=12), **values})
		insert_rows(doctype, tuple(rows[0]), [tuple(row.values()) for row in rows])


def _insert(doctype: str, **values) -> None:
	row = frappe.new_doc(doctype)
	row.update(values)
	row.name = frappe.generate_hash(length=10)
	row.db_insert()


def _photo() -> bytes:
	"""Return a photograph of twelve million pixels."""
	from PIL import Image

	buffer = io.BytesIO()
	noise = Image.effect_noise((750, 1_000), 40).resize((3_000, 4_000))
	noise.convert("RGB").save(buffer, "JPEG", quality=80)
	return buffer.getvalue()


def _quotation() -> bytes:
	from huimang.printing import pdf

	return pdf.render(["<h1>견적서</h1>" + "<p>사무용품 10개 20,000원</p>" * 60], title="견적서")
