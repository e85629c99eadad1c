"""The approval line: who may decide what, and that no other road leads to a change of status."""

import factory
import frappe
import house
import pytest
from factory import acting_as
from refusals import refused

from huimang.approval import queries, service, stages, steps
from huimang.errors import FacilityAccessError, SelfApprovalError
from huimang.facility.grants import roster

REQUEST, APPROVE, RETURN, WITHDRAW, CANCEL = (
	"Request Approval",
	"Approve",
	"Return to Writer",
	"Withdraw",
	"Cancel Resolution",
)


@pytest.fixture
def home():
	home = house.standing()
	yield home
	house.leave(home)


def decide(doc, user, action, comment=""):
	with acting_as(user):
		return service.decide(doc.doctype, doc.name, action, comment)


def decisions(doc) -> list[tuple[str, str]]:
	return [(step["decision"], step["user"]) for step in steps.of(doc.doctype, doc.name)]


def asked(doc) -> list[str]:
	workflow = stages.workflow_of(doc.doctype)
	return [row.allowed for row in queries.forward(doc, workflow, doc.workflow_state)]


class TestTheUsualWay:
	def test_writer_director_head(self, home):
		"""담당 requests, 사무국장 and 시설장 approve: docstatus 1, and a step for each."""
		doc = home.expense()
		doc = decide(doc, home.accountant, REQUEST)
		assert (doc.stage, doc.docstatus) == ("In Approval", 0)
		doc = decide(doc, home.director, APPROVE)
		assert (doc.stage, doc.docstatus) == ("In Approval", 0)
		doc = decide(doc, home.head, APPROVE, "잘 되었습니다")
		assert (doc.stage, doc.docstatus) == ("Approved", 1)
		assert decisions(doc) == [
			("Requested", home.accountant),
			("Approved", home.director),
			("Approved", home.head),
		]
		last = steps.of(doc.doctype, doc.name)[-1]
		assert (last["comment"], last["role"], last["position_title"]) == (
			"잘 되었습니다",
			"Facility Head",
			"관장",
		)
		assert [step["step"] for step in steps.of(doc.doctype, doc.name)] == [1, 2, 3]

	def test_without_a_director_it_goes_to_the_head(self):
		home = house.standing("small", with_director=False)
		doc = decide(home.expense(), home.accountant, REQUEST)
		assert asked(doc) == ["Facility Head"]
		assert decide(doc, home.head, APPROVE).stage == "Approved"

	def test_a_director_who_writes_is_not_asked_for_their_own(self, home):
		"""The only 사무국장 writes a resolution: it goes straight to the head."""
		member = frappe.get_doc("Facility Membership", {"facility": home.facility, "user": home.director})
		member.append("roles", {"role": "Accountant"})
		member.save()
		with acting_as(home.director):
			doc = home.expense()
		doc = decide(doc, home.director, REQUEST)
		assert asked(doc) == ["Facility Head"]

	def test_a_director_who_leaves_does_not_block(self, home):
		"""Nobody can approve any more where it stands; the writer withdraws it and it goes to the head."""
		doc = decide(home.expense(), home.accountant, REQUEST)
		frappe.get_doc("Facility Membership", {"facility": home.facility, "user": home.director}).delete()
		doc = decide(doc, home.accountant, WITHDRAW)
		doc = decide(doc, home.accountant, REQUEST)
		assert decide(doc, home.head, APPROVE).stage == "Approved"


class TestReturning:
	def test_return_needs_a_reason(self, home):
		doc = decide(home.expense(), home.accountant, REQUEST)
		with refused(frappe.MandatoryError, "사유"):
			decide(doc, home.director, RETURN, "  ")

	def test_returned_can_be_changed_and_requested_again(self, home):
		"""After a return, the same approvers approve again: it is another round."""
		doc = decide(home.expense(), home.accountant, REQUEST)
		doc = decide(doc, home.director, APPROVE)
		doc = decide(doc, home.head, RETURN, "단가를 다시 확인해 주세요")
		assert (doc.stage, doc.decided_by, home.left()) == ("Draft", None, house.BUDGET)
		with acting_as(home.accountant):
			doc = frappe.get_doc(doc.doctype, doc.name)
			doc.lines[0].amount = 15_000
			doc.save()
		assert factory.approve(doc).total_amount == 15_000
		rounds = steps.current_round(steps.of(doc.doctype, doc.name))
		assert [step["decision"] for step in rounds] == ["Requested", "Approved", "Approved"]

	def test_writer_withdraws_before_the_first_decision(self, home):
		doc = decide(home.expense(), home.accountant, REQUEST)
		doc = decide(doc, home.accountant, WITHDRAW)
		assert (doc.stage, decisions(doc)[-1]) == ("Draft", ("Withdrawn", home.accountant))

	def test_writer_cannot_withdraw_after_it(self, home):
		doc = decide(home.expense(), home.accountant, REQUEST)
		decide(doc, home.director, APPROVE)
		with refused(frappe.ValidationError, "이미"):
			decide(doc, home.accountant, WITHDRAW)

	def test_nobody_else_withdraws(self, home):
		doc = decide(home.expense(), home.accountant, REQUEST)
		with refused(FacilityAccessError):
			decide(doc, home.colleague, WITHDRAW)

	def test_what_is_said_is_shown_to_others_without_harm(self, home):
		doc = decide(home.expense(), home.accountant, REQUEST)
		decide(doc, home.director, RETURN, "다시 <script>alert(1)</script><img src=x onerror=alert(1)>")
		comment = steps.of(doc.doctype, doc.name)[-1]["comment"]
		assert comment.startswith("다시") and "<script" not in comment and "onerror" not in comment


class TestOwnWork:
	def test_the_writer_does_not_approve_where_another_could(self, home):
		"""A second head exists, so the head who wrote the resolution has to leave it to them."""
		_give(home, home.head, "Accountant")
		other = factory.make_user("head2-house@example.com", home.facility, ["Facility Head"])
		with acting_as(home.head):
			doc = home.expense()
		doc = decide(doc, home.head, REQUEST)
		doc = decide(doc, home.director, APPROVE)
		with refused(SelfApprovalError, "본인"):
			decide(doc, home.head, APPROVE)
		assert decide(doc, other, APPROVE).stage == "Approved"

	def test_the_writer_approves_where_nobody_else_can(self, home):
		_give(home, home.head, "Accountant")
		with acting_as(home.head):
			doc = home.expense()
		doc = decide(doc, home.head, REQUEST)
		doc = decide(doc, home.director, APPROVE)
		assert decide(doc, home.head, APPROVE).stage == "Approved"

	def test_one_person_does_not_approve_twice(self, home):
		_give(home, home.director, "Facility Head")
		doc = decide(home.expense(), home.accountant, REQUEST)
		doc = decide(doc, home.director, APPROVE)
		with refused(SelfApprovalError):
			decide(doc, home.director, APPROVE)
		assert decide(doc, home.head, APPROVE).final_approver == home.head

	def test_people_who_bar_each_other_are_not_stuck(self, home):
		"""The other head is the writer: then the director who also is a head approves both times."""
		_give(home, home.director, "Facility Head")
		_give(home, home.head, "Accountant")
		with acting_as(home.head):
			doc = home.expense()
		doc = decide(doc, home.head, REQUEST)
		doc = decide(doc, home.director, APPROVE)
		assert decide(doc, home.director, APPROVE).stage == "Approved"

	def test_who_requested_it_does_not_approve_it(self, home):
		"""A colleague requests somebody's draft and happens to be 사무국장 as well."""
		_give(home, home.colleague, "Office Director")
		doc = decide(home.expense(), home.colleague, REQUEST)
		with refused(SelfApprovalError):
			decide(doc, home.colleague, APPROVE)


class TestRolesCountInTheirFacility:
	def test_a_head_of_another_house_is_nobody_here(self, home):
		other = house.standing("other")
		doc = decide(home.expense(), home.accountant, REQUEST)
		with refused(frappe.PermissionError):
			decide(doc, other.director, APPROVE)

	def test_head_there_accountant_here(self, home):
		"""The framework sees the role Facility Head and would let them approve; it is held elsewhere."""
		factory.make_user("away-house@example.com", house.standing("other").facility, ["Facility Head"])
		away = factory.make_user("away-house@example.com", home.facility, ["Accountant"])
		doc = decide(home.expense(), home.accountant, REQUEST)
		doc = decide(doc, home.director, APPROVE)
		with refused(FacilityAccessError, "시설장"):
			decide(doc, away, APPROVE)

	def test_administrator_does_not_approve(self, home):
		doc = decide(home.expense(), home.accountant, REQUEST)
		with refused(FacilityAccessError):
			decide(doc, "Administrator", APPROVE)


class TestStages:
	def test_names_of_states_mean_nothing(self, home):
		"""An operator renames the states of the workflow: everything goes on."""
		workflow = frappe.copy_doc(frappe.get_doc("Workflow", "Expense Resolution Approval"))
		names = {row.state: f"단계 {row.idx}" for row in workflow.states}
		for name in names.values():
			frappe.get_doc({"doctype": "Workflow State", "workflow_state_name": name}).insert()
		for row in workflow.states:
			row.state = names[row.state]
		for row in workflow.transitions:
			row.state, row.next_state = names[row.state], names[row.next_state]
		workflow.workflow_name = "우리 결재선"
		workflow.insert()
		assert factory.settle(factory.approve(home.expense())).workflow_state == "단계 5"

	def test_an_added_state_without_a_stage_is_in_approval(self, home):
		workflow = frappe.get_doc("Workflow", "Expense Resolution Approval")
		frappe.get_doc({"doctype": "Workflow State", "workflow_state_name": "팀장 결재 대기"}).insert()
		workflow.append("states", {"state": "팀장 결재 대기", "doc_status": "0", "allow_edit": "Accountant"})
		workflow.save()
		assert stages.stage_of(workflow, "팀장 결재 대기") == "In Approval"

	def test_one_step_workflow_does_it_all_at_once(self, home):
		"""전결: an operator lets the head approve and pay a draft in one go; every effect of the way happens."""
		workflow = frappe.get_doc("Workflow", "Expense Resolution Approval")
		workflow.append(
			"transitions",
			{"state": "Draft", "action": APPROVE, "next_state": "Settled", "allowed": "Facility Head"},
		)
		workflow.save()
		house.appoint(home.facility, home.head, "is_disbursing_officer")
		frappe.db.set_value("Facility", home.facility, "self_payment_allowed", 1)
		doc = decide(home.expense(), home.head, APPROVE)
		assert (doc.stage, doc.resolution_no) == ("Settled", "2026-00001")
		assert home.left() == house.BUDGET - 20_000
		assert frappe.db.count("Ledger Entry", {"voucher_no": doc.name}) == 1

	def test_stage_and_document_status_agree(self, home):
		workflow = frappe.get_doc("Workflow", "Expense Resolution Approval")
		workflow.states[1].huimang_stage = "Approved"
		with refused(frappe.ValidationError, "단계"):
			workflow.save()

	def test_meaning_does_not_change_under_documents(self, home):
		decide(home.expense(), home.accountant, REQUEST)
		workflow = frappe.get_doc("Workflow", "Expense Resolution Approval")
		workflow.states[1].huimang_stage = "Draft"
		with refused(frappe.ValidationError, "사무국장 결재 대기"):
			workflow.save()

	def test_without_a_workflow_nothing_moves(self, home):
		doc = home.expense()
		frappe.db.set_value("Workflow", "Expense Resolution Approval", "is_active", 0)
		frappe.clear_cache(doctype="Expense Resolution")
		frappe.cache.hdel("workflow", "Expense Resolution")
		try:
			with refused(frappe.ValidationError, "결재"):
				decide(doc, home.accountant, REQUEST)
			with acting_as(home.head), refused(frappe.PermissionError):
				frappe.get_doc(doc.doctype, doc.name).submit()
		finally:
			frappe.db.rollback()
			frappe.cache.hdel("workflow", "Expense Resolution")


class TestWhatWaits:
	def test_filters_find_what_waits_for_me(self, home):
		waiting = decide(home.expense(), home.accountant, REQUEST)
		home.expense(purpose="아직 작성 중")
		for user, expected in ((home.director, [waiting.name]), (home.head, []), (home.accountant, [])):
			with acting_as(user):
				filters = queries.waiting_filters(waiting.doctype, user)
				assert frappe.get_list(waiting.doctype, filters=filters, pluck="name") == expected

	def test_only_open_actions_are_offered(self, home):
		doc = decide(home.expense(), home.accountant, REQUEST)
		offered = {user: {row.action for row, _turn in _open(doc, user)} for user in roster(home.facility)}
		assert offered == {
			home.accountant: {WITHDRAW},
			home.colleague: set(),
			home.director: {APPROVE, RETURN},
			home.head: set(),
		}

	def test_the_record_cannot_be_touched(self, home):
		doc = decide(home.expense(), home.accountant, REQUEST)
		name = frappe.db.get_value("Approval Step", {"reference_name": doc.name})
		step = frappe.get_doc("Approval Step", name)
		step.comment = "고침"
		for change in (step.save, step.delete, lambda: frappe.copy_doc(step).insert()):
			with refused(frappe.PermissionError):
				change()


def _give(home, user: str, role: str) -> None:
	member = frappe.get_doc("Facility Membership", {"facility": home.facility, "user": user})
	member.append("roles", {"role": role})
	member.save()


def _open(doc, user):
	with acting_as(user):
		return service.open_turns(frappe.get_doc(doc.doctype, doc.name))
