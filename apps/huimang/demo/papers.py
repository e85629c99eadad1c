"""The papers that prove an expense: plain one-page PDFs that look like what they stand for."""

from datetime import date

import frappe
from frappe import _
from markupsafe import escape

from huimang.money import format_won
from huimang.printing import pdf

STYLE = """<style>
@page {{ size: A5 landscape; margin: 14mm; }}
body {{ font-family: NanumGothic, sans-serif; font-size: 10pt; }}
h1 {{ text-align: center; letter-spacing: .4em; font-size: 16pt; }}
table {{ width: 100%; border-collapse: collapse; }}
td, th {{ border: .6pt solid #444; padding: 6pt; }}
th {{ width: 22%; background: #f1f4f4; font-weight: normal; }}
p {{ color: #777; text-align: center; font-size: 8pt; }}
</style>"""

SHEET = (
	STYLE
	+ """<h1>{title}</h1>
<table>
<tr><th>일자</th><td>{day}</td></tr>
<tr><th>공급받는 자</th><td>{facility}</td></tr>
<tr><th>공급자</th><td>{supplier}</td></tr>
<tr><th>내용</th><td>{purpose}</td></tr>
<tr><th>금액</th><td>{amount}원</td></tr>
</table>
<p>시연을 위해 만든 증빙입니다.</p>"""
)

MINUTES = (
	STYLE
	+ """<h1>{meeting} 회의록</h1>
<table>
<tr><th>일자</th><td>{day}</td></tr>
<tr><th>시설</th><td>{facility}</td></tr>
<tr><th>안건</th><td>{title}(안)</td></tr>
<tr><th>결과</th><td>원안대로 처리함</td></tr>
</table>
<p>시연을 위해 만든 회의록입니다.</p>"""
)


def attach(doc, evidence_type: str, day: date) -> None:
	"""Give a resolution one paper of this type as a private file, and list it among its evidence."""
	title = _(evidence_type, "ko")
	url = _keep(doc, f"{title}_{day:%m%d}_{doc.name}.pdf", _print(doc, title, day))
	doc.append("evidence", {"evidence_type": evidence_type, "attachment": url, "issued_on": day, "sheets": 1})


def of_meeting(doc, field: str, meeting: str, day: date) -> str:
	"""Give a budget document the minutes of a meeting as a private file; return its address.

	Args:
		doc: the document that the meeting was about.
		field: the field that the minutes are for.
		meeting: what the meeting is called, in Korean.
		day: when it was held.
	"""
	facility = frappe.db.get_value("Facility", doc.facility, "facility_name")
	text = {"meeting": meeting, "day": f"{day:%Y. %m. %d.}", "facility": facility, "title": doc.title}
	sheet = MINUTES.format(**{key: escape(value) for key, value in text.items()})
	content = pdf.render([sheet], title=f"{meeting} 회의록")
	return _keep(doc, f"{meeting}_회의록_{day:%Y%m%d}.pdf", content, field)


def _keep(doc, file_name: str, content: bytes, field: str | None = None) -> str:
	values = {"file_name": file_name, "content": content, "is_private": 1, "attached_to_field": field}
	attached = {"attached_to_doctype": doc.doctype, "attached_to_name": doc.name}
	return frappe.get_doc({"doctype": "File", **values, **attached}).insert().file_url


def _print(doc, title: str, day: date) -> bytes:
	supplier = next((row.counterparty for row in doc.lines if row.counterparty), None)
	text = {
		"title": title,
		"day": f"{day:%Y. %m. %d.}",
		"facility": frappe.db.get_value("Facility", doc.facility, "facility_name"),
		"supplier": frappe.db.get_value("Counterparty", supplier, "counterparty_name") if supplier else "-",
		"purpose": doc.purpose,
		"amount": format_won(int(doc.total_amount)),
	}
	sheet = SHEET.format(**{key: escape(value) for key, value in text.items()})
	return pdf.render([sheet], title=title)
