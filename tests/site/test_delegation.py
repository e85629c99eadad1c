"""전결 and 대결: whose approval is the last, and who decides while somebody is away. Nobody gains anything else."""

import factory
import frappe
import house
import pytest
from factory import acting_as
from frappe.utils import add_days, nowdate
from refusals import refused

from huimang.approval import deputies, progress, queries, service, steps
from huimang.errors import FacilityAccessError, SelfApprovalError
from huimang.printing.references import read_references

REQUEST, APPROVE, RETURN = "Request Approval", "Approve", "Return to Writer"
LIMIT = 500_000


@pytest.fixture
def home():
	home = house.standing()
	yield home
	house.leave(home)


def decide(doc, user, action, comment=""):
	with acting_as(user):
		return service.decide(doc.doctype, doc.name, action, comment)


def delegate(home, limit=LIMIT, doctype="Expense Resolution"):
	boxes = [
		{"title": "담당", "role": "Accountant"},
		{"title": "국장", "role": "Office Director", "final_up_to": limit},
		{"title": "관장", "role": "Facility Head"},
	]
	line = {"doctype": "Approval Line", "facility": home.facility, "document_type": doctype, "boxes": boxes}
	return frappe.get_doc(line).insert()


def deputy(home, absent, user):
	values = {"facility": home.facility, "absent_user": absent, "deputy_user": user, "reason": "휴가"}
	days = {"from_date": nowdate(), "to_date": nowdate()}
	return frappe.get_doc({"doctype": "Approval Deputy", **values, **days}).insert()


def expense(home, amount=20_000):
	return home.expense(home.line(amount), evidence_waiver_reason="시험")


class TestFinalApproval:
	@pytest.mark.parametrize(
		("amount", "stage"), [(LIMIT - 1, "Approved"), (LIMIT, "Approved"), (LIMIT + 1, "In Approval")]
	)
	def test_up_to_the_amount_the_directors_word_is_the_last(self, home, amount, stage):
		delegate(home)
		doc = decide(decide(expense(home, amount), home.accountant, REQUEST), home.director, APPROVE)
		assert doc.stage == stage
		assert bool(steps.of(doc.doctype, doc.name)[-1]["is_final"]) is (stage == "Approved")
		if stage == "Approved":
			assert (doc.final_approver, doc.docstatus) == (home.director, 1)

	def test_without_an_amount_everything_goes_to_the_head(self, home):
		delegate(home, limit=0)
		doc = decide(decide(expense(home, 1), home.accountant, REQUEST), home.director, APPROVE)
		assert doc.stage == "In Approval"

	def test_an_amount_goes_for_its_kind_of_document_only(self, home):
		delegate(home, doctype="Income Resolution")
		doc = decide(decide(expense(home, 1), home.accountant, REQUEST), home.director, APPROVE)
		assert doc.stage == "In Approval"
		doc = decide(decide(home.income(1_000), home.accountant, REQUEST), home.director, APPROVE)
		assert doc.stage == "Approved"

	def test_a_changed_line_counts_from_then_on(self, home):
		line = delegate(home)
		doc = decide(expense(home, LIMIT), home.accountant, REQUEST)
		line.boxes[1].final_up_to = LIMIT - 1
		line.save()
		assert decide(doc, home.director, APPROVE).stage == "In Approval"

	def test_the_form_shows_where_the_way_ends(self, home):
		delegate(home)
		doc = decide(expense(home), home.accountant, REQUEST)
		with acting_as(home.director):
			roles = [box["role"] for box in progress.of(doc)["boxes"]]
		assert "Facility Head" not in roles[:2]


class TestDeputy:
	def test_decides_in_the_absent_ones_place(self, home):
		"""The director is away; the accountant's colleague approves for them, and the step says so."""
		deputy(home, home.director, home.colleague)
		doc = decide(expense(home), home.accountant, REQUEST)
		doc = decide(doc, home.colleague, APPROVE)
		step = steps.of(doc.doctype, doc.name)[-1]
		assert (step["user"], step["role"], step["deputy_for"]) == (
			home.colleague,
			"Office Director",
			home.director,
		)
		assert decide(doc, home.head, APPROVE).stage == "Approved"
		printed = read_references([doc]).steps[(doc.doctype, doc.name)]
		assert [step.is_deputy for step in printed] == [False, True, False]

	def test_a_director_stands_in_for_the_head_after_approving(self, home):
		deputy(home, home.head, home.director)
		doc = decide(decide(expense(home), home.accountant, REQUEST), home.director, APPROVE)
		doc = decide(doc, home.director, APPROVE)
		assert (doc.stage, doc.final_approver) == ("Approved", home.director)

	def test_returns_in_the_absent_ones_place(self, home):
		deputy(home, home.director, home.colleague)
		doc = decide(expense(home), home.accountant, REQUEST)
		assert decide(doc, home.colleague, RETURN, "다시").stage == "Draft"

	def test_nobody_approves_their_own_as_a_deputy(self, home):
		deputy(home, home.director, home.accountant)
		doc = decide(expense(home), home.accountant, REQUEST)
		with refused(SelfApprovalError, "직접 작성"):
			decide(doc, home.accountant, APPROVE)

	def test_the_absent_ones_own_document_is_not_waved_through(self, home):
		"""Two heads: what one of them wrote is for the other to approve, not for the writer's deputy."""
		other = factory.make_user("head2-deputy@example.com", home.facility, ["Facility Head"])
		member = frappe.get_doc("Facility Membership", {"facility": home.facility, "user": home.head})
		member.append("roles", {"role": "Accountant"})
		member.save()
		deputy(home, home.head, home.colleague)
		with acting_as(home.head):
			doc = expense(home)
		doc = decide(decide(doc, home.head, REQUEST), home.director, APPROVE)
		with refused(SelfApprovalError):
			decide(doc, home.colleague, APPROVE)
		assert decide(doc, other, APPROVE).stage == "Approved"

	@pytest.mark.parametrize(("first", "last"), [(1, 2), (-2, -1)])
	def test_only_in_those_days(self, home, first, last):
		doc = deputy(home, home.director, home.colleague)
		days = {"from_date": add_days(nowdate(), first), "to_date": add_days(nowdate(), last)}
		frappe.db.set_value(doc.doctype, doc.name, days)
		deputies.changed(home.facility)
		doc = decide(expense(home), home.accountant, REQUEST)
		with refused(FacilityAccessError):
			decide(doc, home.colleague, APPROVE)

	def test_gains_nothing_else(self, home):
		"""No cancelling, no paying, no rights on other documents, nothing in another facility."""
		other = house.standing("elsewhere")
		deputy(home, home.head, home.colleague)
		doc = decide(decide(expense(home), home.accountant, REQUEST), home.director, APPROVE)
		doc = decide(doc, home.colleague, APPROVE)
		assert doc.stage == "Approved"
		with refused(FacilityAccessError, "시설장"):
			decide(doc, home.colleague, "Cancel Resolution", "취소")
		with refused(frappe.PermissionError, "지출원"):
			decide(doc, home.colleague, "Settle")
		with acting_as(home.colleague):
			assert not frappe.get_doc("Facility", home.facility).has_permission("write")
			with refused(frappe.PermissionError):
				frappe.get_doc("Facility Membership", {"facility": home.facility, "user": home.head}).save()
		foreign = decide(other.expense(), other.accountant, REQUEST)
		with refused(frappe.PermissionError):
			decide(foreign, home.colleague, APPROVE)

	def test_a_deputy_who_reads_only_decides_all_the_same(self, home):
		"""A social worker may read no resolution; made a deputy by their head they still decide on none of them."""
		social = factory.make_user("social-deputy@example.com", home.facility, ["Social Worker"])
		deputy(home, home.director, social)
		doc = decide(expense(home), home.accountant, REQUEST)
		with refused(frappe.PermissionError):
			decide(doc, social, APPROVE)
		doc = home.request(home.line(1_000))
		doc = decide(doc, home.accountant, REQUEST)
		assert decide(doc, social, APPROVE).workflow_state == "Waiting Head"

	def test_finds_what_waits(self, home):
		deputy(home, home.director, home.colleague)
		doc = decide(expense(home), home.accountant, REQUEST)
		with acting_as(home.colleague):
			filters = queries.waiting_filters("Expense Resolution", home.colleague)
			assert doc.name in frappe.get_list("Expense Resolution", filters=filters, pluck="name")
			assert [action["action"] for action in progress.open_actions(doc)] == [APPROVE, RETURN]
			box = next(box for box in progress.of(doc)["boxes"] if box["state"] == "next")
		assert box["people"][0]["is_me"]
		assert box["people"][0]["deputy"]

	def test_who_may_name_a_deputy(self, home):
		with acting_as(home.director):
			deputy(home, home.director, home.colleague)
			with refused(FacilityAccessError, "본인"):
				deputy(home, home.head, home.director)
		with acting_as(home.head):
			deputy(home, home.accountant, home.colleague)

	def test_one_deputy_at_a_time_of_this_facility(self, home):
		other = house.standing("elsewhere")
		deputy(home, home.director, home.colleague)
		for user, told in (
			(home.accountant, "이미"),
			(home.director, "자신"),
			(other.head, "일하지 않습니다"),
		):
			with refused(frappe.ValidationError, told):
				deputy(home, home.director, user)

	def test_what_has_begun_stays_on_record(self, home):
		doc = deputy(home, home.director, home.colleague)
		with acting_as(home.director), refused(frappe.ValidationError, "기록"):
			doc.delete()
