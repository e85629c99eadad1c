"""What the support page and the operators' form may call. Everything that changes something is POST."""

from __future__ import annotations

from dataclasses import asdict

import frappe
from frappe.utils import cint

from huimang.help import search as manual
from huimang.support import faq, inquiries, notices, papers, people, queries, settings

_INQUIRY = inquiries.DOCTYPE
_PAGES = 5


@frappe.whitelist()
def overview() -> dict:
	"""What the page begins with: hours, telephone, how long answers take, and the facilities one may ask about."""
	reader = people.reader(frappe.session.user)
	facilities = frappe.get_all(
		"Facility",
		{"name": ("in", reader.facilities or [""])},
		["name", "facility_name"],
		order_by="facility_name",
	)
	kinds = frappe.get_meta(_INQUIRY).get_field("kind").options.split("\n")
	return {
		"hours": settings.told(),
		"answers": queries.answer_times(),
		"facilities": facilities,
		"kinds": kinds,
	}


@frappe.whitelist()
def search(text: str = "") -> dict:
	"""The questions and the pages of the manual in which some words stand; without words all questions that are for the user."""
	user, words = frappe.session.user, text[:100].strip()
	found = manual.pages(words, frappe.get_roles(user))[:_PAGES] if words else []
	return {"faq": faq.entries(user, words), "pages": [asdict(page) for page in found]}


@frappe.whitelist(methods=["POST"])
def opened(name: str) -> None:
	"""Count that somebody has opened a question."""
	people.reader(frappe.session.user)
	faq.count_view(name)


@frappe.whitelist()
def notice_list() -> list[dict]:
	"""The notices that are for the user."""
	return notices.of(frappe.session.user)


@frappe.whitelist()
def banners() -> list[dict]:
	"""The notices above the user's home; nothing for whom support is not."""
	user = frappe.session.user
	return notices.banners(user) if people.find(user) else []


@frappe.whitelist()
def mine() -> list[dict]:
	"""The user's own inquiries."""
	return queries.of(frappe.session.user)


@frappe.whitelist()
def inquiry(name: str) -> dict:
	"""One of the user's own inquiries."""
	return queries.shown(inquiries.own(name))


@frappe.whitelist(methods=["POST"])
def ask(
	kind: str,
	subject: str,
	text: str,
	files: str | list[str] | None = None,
	facility: str = "",
	route: str = "",
	browser: str = "",
) -> str:
	"""Begin an inquiry; the answer is its name."""
	people.reader(frappe.session.user)
	origin = {"route": route, "browser": browser}
	return inquiries.ask(kind, subject, text, _listed(files), facility, origin).name


@frappe.whitelist(methods=["POST"])
def reply(name: str, text: str, files: str | list[str] | None = None) -> dict:
	"""Add to one's own inquiry."""
	people.reader(frappe.session.user)
	return queries.shown(inquiries.reply(name, text, _listed(files)))


@frappe.whitelist(methods=["POST"])
def finish(name: str) -> dict:
	"""End one's own inquiry."""
	people.reader(frappe.session.user)
	return queries.shown(inquiries.finish(name))


@frappe.whitelist(methods=["POST"])
def rate(name: str, stars: int, comment: str = "") -> dict:
	"""Say how good the answer to one's own inquiry was."""
	people.reader(frappe.session.user)
	return queries.shown(inquiries.rate(name, cint(stars), comment))


@frappe.whitelist()
def download(name: str, file: str) -> None:
	"""A file that came with an inquiry, for who asked and for operators."""
	if not frappe.has_permission(_INQUIRY, "read", doc=name):
		inquiries.own(name)
	frappe.local.response.filename, frappe.local.response.filecontent = papers.content(name, file)
	frappe.local.response.type = "download"


@frappe.whitelist()
def conversation(name: str) -> dict:
	"""An inquiry as operators see it."""
	return queries.shown(_for_operators(name, "read"))


@frappe.whitelist(methods=["POST"])
def take(name: str) -> None:
	"""Begin to work on an inquiry, or take it over."""
	inquiries.take(_for_operators(name, "write"))


@frappe.whitelist(methods=["POST"])
def answer(name: str, text: str, files: str | list[str] | None = None, asks_back: int = 0) -> None:
	"""Answer an inquiry, or ask for what is missing."""
	doc = _for_operators(name, "write")
	inquiries.answer(doc, text, _listed(files), asks_back=bool(cint(asks_back)))


@frappe.whitelist(methods=["POST"])
def close(name: str) -> None:
	"""End an inquiry."""
	inquiries.close(_for_operators(name, "write"))


def _for_operators(name: str, right: str):
	doc = frappe.get_doc(_INQUIRY, name, for_update=right == "write")
	doc.check_permission(right)
	return doc


def _listed(files: str | list[str] | None) -> list[str]:
	return [str(url) for url in frappe.parse_json(files or "[]")]
