"""Staff never meet an English word: ko.csv has a Korean row for every text of the app, and each row is sound."""

import re
from collections import Counter

import texts

PLACEHOLDER = re.compile(r"\{\w*\}|%\(\w+\)s")
HANGUL = re.compile("[가-힣]")

# Said the same way in Korean.
SAME_IN_KOREAN = {"PDF", "Excel", "XLSX", "ID", "URL"}


def test_every_text_of_the_app_has_its_korean():
	known = {(row.source, row.context) for row in texts.rows()}
	missing = {}
	for text in texts.collect():
		if (text.source, text.context) not in known and (text.source, "") not in known:
			if texts.is_english(text.source):
				missing.setdefault(text.source, text.place)
	listed = "\n".join(f"  {source!r} ({place})" for source, place in sorted(missing.items()))
	assert not missing, f"{len(missing)} texts lack a row in translations/ko.csv:\n{listed}"


def test_no_text_is_translated_twice():
	twice = [key for key, n in Counter((r.source, r.context) for r in texts.rows()).items() if n > 1]
	assert not twice, f"more than one row: {twice}"


def test_rows_are_korean():
	plain = [
		row.source
		for row in texts.rows()
		if row.target not in SAME_IN_KOREAN
		and not HANGUL.search(row.target)
		and (not row.target or re.search("[A-Za-z]", PLACEHOLDER.sub("", row.target)))
	]
	assert not plain, f"no Korean in: {plain}"


def test_rows_keep_the_placeholders_of_their_source():
	wrong = [
		row.source
		for row in texts.rows()
		if sorted(PLACEHOLDER.findall(row.source)) != sorted(PLACEHOLDER.findall(row.target))
	]
	assert not wrong, f"placeholders differ: {wrong}"


def test_collector_reads_what_frappe_reads():
	python = 'x = _("Plain")\ny = _("Open", context="Door")\nraise RuleViolation("No {0}", 3)\nz = _(x)'
	assert list(texts.from_python(python)) == [("Plain", ""), ("Open", "Door"), ("No {0}", "")]
	script = "__('It\\'s {0}', [n]); frappe.msgprint(__(`Two`)); __(\"Three\", null, 'Ctx'); my__(\"no\")"
	assert list(texts.from_code(script)) == [("It's {0}", ""), ("Two", ""), ("Three", "Ctx")]
	document = """{"doctype": "DocType", "name": "A Thing", "fields": [
		{"fieldname": "kind", "fieldtype": "Select", "label": "Kind", "options": "\\nBig\\n작음"}]}"""
	assert list(texts.from_json(document)) == [("A Thing", ""), ("Kind", ""), ("Big", "")]
