"""Facilities that want to join: their papers lie before the officer of the area."""

from __future__ import annotations

import frappe

from huimang.registration import applications, papers
from huimang.registration.access import DOCTYPE

APPLICATIONS = (
	{
		"facility_name": "한마음노인복지관",
		"facility_type": "노인복지관",
		"unique_no": "999-82-12347",
		"representative_name": "문다정",
		"applicant_name": "고은빛",
		"applicant_position": "사무국장",
		"phone": "02-000-0000",
		"address": "서울특별시 중구 한마음길 7",
		"corporation_name": "한마음복지재단",
		"receives_subsidy": 1,
		"capacity": 120,
		"email": "hanmaeum@join.example",
	},
	{
		"facility_name": "푸른솔지역아동센터",
		"facility_type": "지역아동센터",
		"unique_no": "999-80-00075",
		"representative_name": "배하람",
		"applicant_name": "배하람",
		"applicant_position": "센터장",
		"phone": "02-000-0000",
		"address": "서울특별시 중구 푸른솔로 31",
		"operated_by": "Individual",
		"receives_subsidy": 1,
		"capacity": 29,
		"email": "pureunsol@join.example",
	},
)
_PAPER = b"%PDF-1.4\n% demonstration\n"


class _Paper:
	"""A paper as a browser would send it."""

	def __init__(self, content: bytes) -> None:
		self.stream = self
		self.read = lambda: content


def write_applications() -> None:
	"""Enter the applications that are not there yet, without the mails that applicants would get."""
	for number, values in enumerate(APPLICATIONS):
		values = {"operated_by": "Corporation", **values}
		if frappe.db.exists(DOCTYPE, {"email": values["email"]}):
			continue
		doc = applications.begin(values.pop("email"), key=frappe.generate_hash(length=32))
		applications.fill(doc, values)
		doc.insert(ignore_permissions=True)
		content = _PAPER + str(number).encode()
		papers.attach(doc, {field: _Paper(content) for field in papers.needed(doc)})
		applications.hand_in(doc)
		doc.save(ignore_permissions=True)
