"""What the support page and the operators' form may call. Everything that changes something is POST."""

from __future__ import annotations

import frappe

from huimang.support import faq, inquiries, notices, papers, people, queries, settings

_INQUIRY = inquiries.DOCTYPE


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
	"""The questions that answer some words; without words all that are for the user."""
	return {"faq": faq.entries(frappe.session.user, text[:100])}


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
	return queries.shown(inquiries.rate(name, stars, comment))


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
	frappe.has_permission(_INQUIRY, "read", doc=name, throw=True)
	return queries.shown(frappe.get_doc(_INQUIRY, name))


@frappe.whitelist(methods=["POST"])
def take(name: str) -> None:
	"""Begin to work on an inquiry, or take it over."""
	frappe.has_permission(_INQUIRY, "write", doc=name, throw=True)
	inquiries.take(frappe.get_doc(_INQUIRY, name, for_update=True))


@frappe.whitelist(methods=["POST"])
def answer(name: str, text: str, files: str | list[str] | None = None, asks_back: int = 0) -> None:
	"""Answer an inquiry, or ask for what is missing."""
	frappe.has_permission(_INQUIRY, "write", doc=name, throw=True)
	doc = frappe.get_doc(_INQUIRY, name, for_update=True)
	inquiries.answer(doc, text, _listed(files), asks_back=bool(asks_back))


@frappe.whitelist(methods=["POST"])
def close(name: str) -> None:
	"""End an inquiry."""
	frappe.has_permission(_INQUIRY, "write", doc=name, throw=True)
	inquiries.close(frappe.get_doc(_INQUIRY, name, for_update=True))


def _listed(files: str | list[str] | None) -> list[str]:
	return [str(url) for url in frappe.parse_json(files or "[]")]
