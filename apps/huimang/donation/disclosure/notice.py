"""후원자 통보 (제41조의5; D7): once a year every donor hears what came in and what it was used for. By mail, in the background."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import escape_html, now_datetime

from huimang import jobs
from huimang.donation.disclosure import figures
from huimang.donation.receipts.gifts import COUNTED
from huimang.facility import access
from huimang.money import format_won, won
from huimang.printing import mailing

DOCTYPE = "Donor Notice"
WAITING, RUNNING, DONE, FAILED = "Waiting", "Running", "Done", "Failed"
PORTION = 100
"""Mails in one transaction."""


def prepare(doc) -> None:
	"""Check that the notice can be sent, and name it."""
	access.require(doc.facility, DOCTYPE, "create")
	year = frappe.db.get_value("Accounting Year", doc.accounting_year, ["facility", "year"], as_dict=True)
	if not year or year.facility != doc.facility:
		frappe.throw(_("Please choose an accounting year of this facility."))
	mailing.require_account()
	doc.title = _("Notice to donors for {0}").format(year.year)
	doc.update({"status": WAITING, "total": 0, "mailed": 0, "skipped": 0})


def start(name: str) -> None:
	"""Let a worker send the notice, or go on with it; asked twice, it is sent once."""
	from huimang.donation.disclosure import tasks

	jobs.later(tasks.send_notice, notice=name)


def run(name: str) -> None:
	"""Send a notice from where it stands to its end. A portion's mails and who has got one are one transaction."""
	doc = frappe.get_doc(DOCTYPE, name, for_update=True)
	doc.db_set("status", RUNNING, update_modified=False)
	told = figures.draw(doc.facility, doc.accounting_year)
	givers = _givers(doc.facility, doc.accounting_year)
	problems = []
	for start_at in range(0, len(givers), PORTION):
		already = _told(name, for_update=True)
		for giver in givers[start_at : start_at + PORTION]:
			if giver.donor in already:
				continue
			problem = "" if giver.notice_by in (None, "", "Email") else _("The donor does not want mails.")
			problem = problem or mailing.problem_of(giver.email)
			if problem:
				problems.append(f"{giver.donor_name}\t{problem}")
				continue
			_send(doc, giver, told)
		frappe.db.commit()
		frappe.publish_progress((start_at + PORTION) * 100 / len(givers), title=doc.title)
	doc.db_set(
		{
			"total": len(givers),
			"mailed": len(_told(name)),
			"skipped": len(problems),
			"problems": "\n".join(problems),
			"status": DONE,
			"finished_on": now_datetime(),
		},
		update_modified=False,
	)
	frappe.db.commit()


def fail(name: str) -> None:
	"""Note that a notice has stopped; it can be started again."""
	frappe.db.rollback()
	frappe.db.set_value(DOCTYPE, name, "status", FAILED)
	frappe.db.commit()


def _givers(facility: str, accounting_year: str) -> list[frappe._dict]:
	"""Return who gave in the year and how much, by name."""
	first, last = frappe.db.get_value("Accounting Year", accounting_year, ["start_date", "end_date"])
	return frappe.db.sql(
		"""SELECT donor.name donor, donor.donor_name, donor.email, donor.notice_by, COUNT(*) gifts,
			SUM(CASE WHEN gift.donation_kind = 'Money' THEN gift.amount - COALESCE(gift.returned_amount, 0) ELSE 0 END) money
		FROM `tabDonation` gift JOIN `tabDonor` donor ON donor.name = gift.donor
		WHERE gift.facility = %s AND gift.donated_on BETWEEN %s AND %s AND gift.status IN %s
			AND donor.donor_type != 'Anonymous'
		GROUP BY donor.name ORDER BY donor.donor_name, donor.name""",
		(facility, first, last, COUNTED),
		as_dict=True,
	)


def _told(name: str, for_update: bool = False) -> set[str]:
	"""Return the donors who have a mail of this notice; locked, so that another worker does not mail them meanwhile."""
	return set((frappe.db.get_value(DOCTYPE, name, "told", for_update=for_update) or "").split())


def _send(doc, giver: frappe._dict, told: dict) -> None:
	frappe.sendmail(
		recipients=[giver.email],
		subject=_("[{0}] What your gifts of {1} were used for").format(told["facility"], told["year"]),
		message=_text(doc, giver, told),
		reference_doctype=DOCTYPE,
		reference_name=doc.name,
		with_container=False,
		add_unsubscribe_link=0,
	)
	frappe.db.sql(
		f"UPDATE `tab{DOCTYPE}` SET told = CONCAT(COALESCE(told, ''), %s, '\n') WHERE name = %s",
		(giver.donor, doc.name),
	)


def _text(doc, giver: frappe._dict, told: dict) -> str:
	"""Return the mail: what the donor gave, what came in and where it went."""
	uses = "".join(
		f"<tr><td>{escape_html(use['program'])}</td><td>{escape_html(use['subject'])}</td>"
		f"<td style='text-align:right'>{format_won(use['amount'])}원</td></tr>"
		for use in told["uses"][:15]
	)
	words = escape_html(doc.message or "").replace("\n", "<br>")
	return (
		f"<p>{escape_html(giver.donor_name)}님, {told['year']}년에 {giver.gifts}번"
		f"({format_won(won(giver.money or 0))}원) 함께해 주셔서 고맙습니다.</p>"
		f"{f'<p>{words}</p>' if words else ''}"
		f"<p>{escape_html(told['facility'])}은(는) {told['period']}에 후원금 {format_won(told['received'])}원을 받아 "
		f"{format_won(told['used'])}원을 썼고, {format_won(told['left'])}원을 다음 해로 넘깁니다.</p>"
		f"<table cellpadding='6' style='border-collapse:collapse' border='1'>"
		f"<tr><th>사업</th><th>쓴 곳</th><th>금액</th></tr>{uses}</table>"
		"<p style='color:#777'>「사회복지법인 및 사회복지시설 재무·회계 규칙」 제41조의5에 따른 통보입니다.</p>"
	)
