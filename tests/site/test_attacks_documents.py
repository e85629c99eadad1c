"""Attacks on the running site with documents, files and letters, as in `test_attacks_queries.py`."""

import frappe
import pytest
from attacks import RENDERED, SQL, TEMPLATE, guest, home, refused, staff
from web_client import upload

__all__ = ["guest", "home", "staff"]

# ---- documents that the framework renders or shows (CVE-2025-66438, -2026-38431, -2026-31879)

TEMPLATES = {
	"Print Format": {
		"doc_type": "Expense Resolution",
		"html": TEMPLATE,
		"print_format_type": "Jinja",
		"standard": "No",
	},
	"Email Template": {"subject": TEMPLATE, "response": TEMPLATE},
	"Letter Head": {"letter_head_name": "attack", "content": TEMPLATE},
	"Notification": {"subject": TEMPLATE, "document_type": "ToDo", "message": TEMPLATE},
	"Auto Repeat": {"reference_doctype": "ToDo", "subject": TEMPLATE, "message": TEMPLATE},
	"Web Page": {"title": "attack", "content_type": "HTML", "main_section_html": TEMPLATE, "published": 1},
	"Custom HTML Block": {"html": "<script>1</script>", "private": 1},
	"Client Script": {"dt": "ToDo", "script": "1"},
	"Server Script": {"script_type": "API", "api_method": "attack", "script": "1"},
	"Dashboard Chart": {
		"chart_name": "attack",
		"chart_type": "Sum",
		"document_type": "ToDo",
		"value_based_on": SQL,
	},
	"Workspace": {"label": "attack", "title": "attack", "content": "[]", "public": 1},
	"Report": {
		"report_name": "attack",
		"report_type": "Query Report",
		"ref_doctype": "ToDo",
		"query": "select 1",
	},
	"Property Setter": {
		"doc_type": "ToDo",
		"property": "hidden",
		"value": "1",
		"doctype_or_field": "DocType",
	},
	"Custom Field": {"dt": "ToDo", "fieldname": "attack", "fieldtype": "Data"},
	"Webhook": {"webhook_doctype": "ToDo", "request_url": "http://127.0.0.1:1/"},
	"Event": {"subject": "attack", "event_type": "Public", "starts_on": "2026-01-01 00:00:00"},
}


@pytest.mark.parametrize("doctype", TEMPLATES)
def test_staff_write_no_templates_and_nothing_for_everybody(staff, doctype):
	sent = {
		"doctype": doctype,
		"name": f"attack {doctype}",
		"__newname": f"attack {doctype}",
		**TEMPLATES[doctype],
	}
	answers = [
		staff.call("frappe.client.insert", doc=sent),
		staff.call("frappe.desk.form.save.savedocs", doc={**sent, "__islocal": 1}, action="Save"),
		staff.send("POST", f"/api/resource/{doctype}", sent),
	]
	assert {answer.status_code for answer in answers} <= {403, 417}, [answer.text[:300] for answer in answers]
	frappe.db.rollback()
	assert not frappe.get_all(doctype, {"owner": ("like", "accountant-%")}, limit=1)
	assert RENDERED not in "".join(answer.text for answer in answers)


def test_a_note_is_ones_own(staff):
	"""The framework puts a public one before the eyes of everybody, of whatever facility."""
	sent = {"doctype": "Note", "title": "attack", "public": 1, "notify_on_login": 1, "content": "x"}
	answer = staff.call("frappe.client.insert", doc=sent)
	note = answer.json.get("message") or {}
	assert refused(answer) or not (note["public"] or note["notify_on_login"])
	if note:
		assert staff.call("frappe.client.delete", doctype="Note", name=note["name"]).status_code == 200


def test_what_staff_type_is_no_template(staff, home):
	"""Their words stand in fields of documents, and are printed as they are."""
	answer = staff.call(
		"frappe.www.printview.get_html_and_style",
		doc={"doctype": "ToDo", "name": "new-todo", "description": TEMPLATE, "owner": home.accountant},
	)
	assert RENDERED not in answer.text


# ---- files (CVE-2025-67289, -2026-119145, -2026-39352, -2026-31878)

NAMES = (
	"../attack.txt",
	"..\\attack.txt",
	"a/../../attack.txt",
	".htaccess",
	"at\x00tack.txt",
	"a\u202etxt.pdf",
)
PAGES = (
	"page.html",
	"page.htm",
	"page.xhtml",
	"picture.svg",
	"data.xml",
	"code.js",
	"tool.exe",
	"x.php",
	"x.pdf.html",
)


@pytest.mark.parametrize("name", NAMES)
def test_a_files_name_is_no_path(staff, name):
	sent = {"doctype": "File", "file_name": name, "content": "attack", "is_private": 1}
	answers = [
		staff.call("frappe.client.insert", doc=sent),
		staff.call("upload_file", file=upload(b"attack", name), is_private=1),
	]
	# a browser's form sends the name without the folders, or the parser of forms takes them off
	kept = [answer.json["message"]["file_url"] for answer in answers if answer.status_code == 200]
	assert all(url.startswith("/private/files/attack") for url in kept), kept
	assert refused(answers[0])


@pytest.mark.parametrize("name", PAGES)
def test_what_a_browser_runs_is_not_taken(staff, name):
	assert refused(staff.call("upload_file", file=upload(b"attack", name), is_private=1))
	sent = {"doctype": "File", "file_name": name, "content": "x", "is_private": 1}
	assert refused(staff.call("frappe.client.insert", doc=sent))


@pytest.mark.parametrize(
	"content", [b"<svg onload=1>", b"\xef\xbb\xbf <html>", b"<?xml version='1'?>", b"MZ\x90", b"#!/bin/sh"]
)
def test_a_page_is_no_picture(staff, content):
	assert refused(staff.call("upload_file", file=upload(content, "picture.png"), is_private=1))


@pytest.mark.parametrize(
	"url",
	[
		"http://127.0.0.1:1/attack.png",
		"https://169.254.169.254/latest/meta-data",
		"file:///etc/passwd",
		"/private/files/../../site_config.json",
		"/files/%2e%2e/%2e%2e/site_config.json",
		"/private/../site_config.json",
	],
)
def test_a_file_points_to_no_other_place(staff, url):
	answer = staff.call("upload_file", file_url=url, file_name="x.png", is_private=1)
	assert answer.status_code in (403, 417), answer.text
	assert "db_password" not in answer.text
	frappe.db.rollback()
	assert not frappe.db.exists("File", {"file_url": url})


def test_guests_upload_nothing(guest):
	assert refused(guest.call("upload_file", file=upload(b"attack", "x.txt")))


@pytest.mark.parametrize(
	"path",
	[
		"/private/files/../../site_config.json",
		"/private/files/%2e%2e/%2e%2e/site_config.json",
		"/files/../../site_config.json",
		"/backups/../site_config.json",
		"/assets/../site_config.json",
	],
)
def test_no_path_leads_out_of_the_files(guest, staff, path):
	for visitor in (guest, staff):
		assert "db_password" not in visitor.get(path).text


def test_a_page_on_paper_loads_nothing_from_elsewhere(staff, guest, monkeypatch):
	"""The framework's own way gives it to a browser on the server."""
	import frappe.utils.pdf

	def opened(*_args, **_kw):
		raise AssertionError("given to a browser on the server")

	monkeypatch.setattr(frappe.utils.pdf, "get_pdf", opened)
	html = "<h1>보고서</h1><iframe src='file:///etc/passwd'></iframe><img src='http://127.0.0.1:1/x.png'>"
	answer = staff.call("frappe.utils.print_format.report_to_pdf", html=html)
	assert answer.data.startswith(b"%PDF")
	assert refused(guest.call("frappe.utils.print_format.report_to_pdf", html=html))


# ---- letters: attachments of others, pages of one's own, another's name


def test_a_letter_is_ones_own(staff, home):
	make = "frappe.core.doctype.communication.email.make"
	letter = {"recipients": "x@attack.example", "subject": "x", "content": "x", "send_email": 0}
	theirs = frappe.get_doc(
		{"doctype": "File", "file_name": "theirs.txt", "content": "theirs", "is_private": 1}
	)
	theirs.insert()
	frappe.db.commit()
	assert refused(staff.call(make, **letter, sender="시설장 <head@elsewhere.example>"))
	assert refused(staff.call(make, **letter, print_html="<iframe src='file:///etc/passwd'></iframe>"))
	assert refused(staff.call(make, **letter, attachments=[theirs.name]))
	assert refused(staff.call(make, **letter, attachments=[{"fname": "x.pdf", "fcontent": "x"}]))
	theirs.delete()
	frappe.db.commit()
