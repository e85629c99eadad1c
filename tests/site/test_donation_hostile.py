"""Names and texts of donors that are meant to do harm: on screen, on paper, in XLSX and CSV, in mails and on the public page they
are words like others.
"""

import io
import json
from types import SimpleNamespace

import donation_house
import frappe
import house
import pytest
from donation_house import PERSON, book, gift, raw
from factory import acting_as
from openpyxl import load_workbook
from paper_helpers import pages, plain

from huimang.donation import api, donors
from huimang.donation.disclosure import api as disclosing
from huimang.donation.disclosure import notice, page, service
from huimang.donation.receipts import mail, paper
from huimang.donation.receipts import service as receipts
from huimang.donation.receipts.service import Order
from huimang.facility import exports
from huimang.printing import mailing
from huimang.statements import engine, sheet
from huimang.statements import paper as statement_paper
from huimang.statements.donation_report import PARTS

YEAR = 2026

HOSTILE = (
	"<script>alert(1)</script>",
	"<img src=x onerror=alert(1)>",
	'"><svg/onload=alert(1)>',
	'=HYPERLINK("http://evil.example","영수증")',
	"+82-10=cmd|' /C calc'!A0",
	"-2+3",
	"@SUM(1+1)*cmd|' /C calc'!A0",
	"{{ 7*7 }}{% raise %}",
	"' OR 1=1; DROP TABLE `tabDonor` --",
	"홍\u202e길동\u0007",
)
TAGS = ("<script>alert", "<img src=x", "<svg/onload")
FORMULAS = ("=", "+", "-", "@")


def make() -> SimpleNamespace:
	"""A year of gifts of people who all bear such a name, address and note; goods and uses that do."""
	home = donation_house.begin()
	home.donors = []
	for text in HOSTILE:
		values = {**PERSON, "address": text, "email": "donor@example.test"}
		home.donors.append(
			raw(home, "Donor", donor_name=text, donor_type="Individual", receipt_wanted=1, **values)
		)
	home.gifts = [
		gift(home, SimpleNamespace(name=name), 10_000, note=text)
		for name, text in zip(home.donors, HOSTILE, strict=True)
	]
	unknown = gift(home, amount=5_000, depositor_name=HOSTILE[3], note=HOSTILE[0])
	book(home, *home.gifts, unknown)
	items = [{"item_name": "쌀", "unit": "포", "quantity": 1, "fair_value": 1_000} for _text in HOSTILE]
	goods = gift(home, SimpleNamespace(name=home.donors[0]), donation_kind="Goods", items=items)
	for row, text in zip(goods.items, HOSTILE, strict=True):
		# past the framework's own cleaning of what is typed
		frappe.db.set_value("Donation Item", row.name, {"item_name": text, "unit": "<b>포"})
	use = {"donation": goods.name, "item_row": goods.items[3].name, "quantity": 1, "used_on": "2026-11-12"}
	donation_house.write(
		home, "Donated Goods Use", use_kind="Handed Out", recipient=HOSTILE[0], particulars=HOSTILE[3], **use
	)
	return home


built, clean_slate, home = house.once(make, ())


def drawn(home, part: str = "Money In"):
	return engine.draw(
		"donation_report", {"facility": home.facility, "accounting_year": home.year, "part": part}
	)


def texts_of(content: bytes) -> list[str]:
	"""The texts of a workbook none of whose cells is a formula."""
	cells = [cell for page in load_workbook(io.BytesIO(content)) for row in page.iter_rows() for cell in row]
	assert not [cell.value for cell in cells if cell.data_type == "f"]
	for cell in cells:
		if isinstance(cell.value, str) and cell.value.startswith(FORMULAS) and len(cell.value) > 1:
			assert cell.quotePrefix, cell.value
	return [cell.value for cell in cells if isinstance(cell.value, str)]


def test_in_statements_as_xlsx(home):
	parts = [drawn(home, part) for part in PARTS]
	receipts.issue(Order(home.facility, YEAR), home.donors)
	filters = {"facility": home.facility, "accounting_year": home.year}
	parts += [engine.draw(name, filters) for name in ("receipt_register", "receipt_details")]
	told = texts_of(sheet.to_workbook(parts))
	for text in HOSTILE[:-1]:
		assert any(text in cell for cell in told), text


@pytest.mark.parametrize("kind", ("Excel", "CSV"))
def test_in_lists_that_the_framework_exports(home, kind, monkeypatch):
	# the access log commits what it writes
	monkeypatch.setattr(frappe.db, "commit", lambda: None)
	asked = {"doctype": "Donor", "file_format_type": kind, "title": "Donor"}
	asked |= {"fields": json.dumps(["`tabDonor`.`donor_name`", "`tabDonor`.`address`"])}
	asked |= {
		"filters": json.dumps([["Donor", "facility", "=", home.facility]]),
		"start": 0,
		"order_by": "`tabDonor`.`creation`",
	}
	with acting_as(home.manager):
		before = frappe.local.form_dict
		frappe.local.form_dict = frappe._dict(asked)
		try:
			exports.export_list()
		finally:
			frappe.local.form_dict = before
	content = frappe.response.pop("filecontent")
	if kind == "Excel":
		page = load_workbook(io.BytesIO(content)).active
		told = [cell for row in page.iter_rows() for cell in row]
		assert "f" not in {cell.data_type for cell in told}
		assert HOSTILE[3] in [cell.value for cell in told]
	else:
		lines = content.decode()
		assert not [text for text in HOSTILE if text.startswith(FORMULAS) and f'"{text[:6]}' in lines]
		assert "\"'=HYPERLINK(" in lines and "\"'@SUM" in lines


def test_on_paper(home):
	issued = receipts.issue(Order(home.facility, YEAR), home.donors)
	sheets = [plain(text) for text in pages(paper.many(issued))]
	one = plain(pages(paper.one(frappe.get_doc(receipts.DOCTYPE, issued[0])))[0])
	report = plain("".join(pages(statement_paper.to_pdf(drawn(home)))))
	for text in HOSTILE[:-1]:
		assert any(plain(text) in sheet for sheet in sheets), text
		assert plain(text)[:12] in report, text
	assert plain(HOSTILE[0]) in one
	assert plain(HOSTILE[7]) in report and any(plain(HOSTILE[7]) in sheet for sheet in sheets), (
		"no template is run"
	)
	for name in issued:
		html = paper._sheet(frappe.get_doc(receipts.DOCTYPE, name))
		assert not [tag for tag in TAGS if tag in html]


def test_on_screen(home):
	"""What the server itself says in HTML: titles, messages, comments, notes of a merge."""
	for name, text in zip(home.donors, HOSTILE, strict=True):
		with acting_as(home.manager):
			told = api.donor_history(name)
		assert told["years"][0]["money"] == 10_000, text
	keep, drop = home.donors[0], home.donors[1]
	frappe.get_doc("Donor", keep).db_set("donor_type", "Individual")
	donors.merge(keep, drop)
	comments = frappe.get_all(
		"Comment", {"reference_name": ("in", (keep, drop)), "comment_type": "Info"}, pluck="content"
	)
	assert comments and not [each for each in comments if "<script" in each or "<img" in each]
	with acting_as(home.manager), pytest.raises(frappe.ValidationError) as refusal:
		frappe.delete_doc("Donor", keep)
	assert "<script" not in str(refusal.value)


def test_in_mails(home, monkeypatch):
	sent = []
	monkeypatch.setattr(mailing, "require_account", lambda: None)
	monkeypatch.setattr(mailing, "send", lambda doc, to, subject, text, *rest: sent.append(subject + text))
	monkeypatch.setattr(notice, "start", lambda name: None)
	monkeypatch.setattr(frappe, "sendmail", lambda **given: sent.append(given["subject"] + given["message"]))
	monkeypatch.setattr(frappe.db, "commit", lambda: None)
	for name in receipts.issue(Order(home.facility, YEAR), home.donors):
		mail.send(name)
	with acting_as(home.manager):
		values = {"facility": home.facility, "accounting_year": home.year, "message": HOSTILE[0]}
		notice.run(frappe.get_doc({"doctype": notice.DOCTYPE, **values}).insert().name)
	assert len(sent) == 2 * len(HOSTILE)
	assert not [text for text in sent if any(tag in text for tag in TAGS)]
	assert any("&lt;script&gt;" in text for text in sent)


def test_on_the_public_page(home):
	with acting_as(home.manager):
		values = {"facility": home.facility, "accounting_year": home.year, "message": "\n".join(HOSTILE)}
		name = frappe.get_doc({"doctype": service.DOCTYPE, **values}).insert().name
		disclosing.publish(name)
	with acting_as("Guest"):
		html = service.kept_page(home.facility, page.draw)
	service.forget(home.facility)
	assert not [tag for tag in TAGS if tag in html] and "{{ 7*7 }}{% raise %}" in html
	assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html and "&lt;img src=x" in html
	head = dict(page._HEADERS)["Content-Security-Policy"]
	assert "default-src 'none'" in head and "script-src" not in head
