"""Every other road to a change of status is closed: the client's methods, bulk actions, REST, and saving by hand."""

import json

import frappe
import house
import pytest
from factory import acting_as, approve, settle
from frappe import client
from frappe.desk.doctype.bulk_update.bulk_update import submit_cancel_or_update_docs
from frappe.handler import execute_cmd
from refusals import refused
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from huimang.approval import service
from huimang.errors import FacilityAccessError

WRITERS = (
	"frappe.model.workflow.apply_workflow",
	"frappe.model.workflow.bulk_workflow_approval",
	"huimang.approval.api.decide",
	"huimang.resolutions.api.settle",
)


@pytest.fixture
def home():
	home = house.standing()
	yield home
	house.leave(home)


@pytest.fixture
def draft(home):
	return home.expense()


@pytest.fixture
def requested(home, draft):
	return _decide(draft, home.accountant, "Request Approval")


@pytest.fixture
def approved(home):
	return approve(home.expense())


class TestSubmitting:
	def test_client_submit(self, home, draft):
		for user in (home.accountant, home.director, home.head, "Administrator"):
			with acting_as(user), refused(frappe.PermissionError, "결재 단추"):
				client.submit(_fresh(draft).as_dict())
		_nothing_happened(draft)

	def test_submit_while_in_approval(self, home, requested):
		with acting_as(home.head), refused(frappe.PermissionError):
			client.submit(_fresh(requested).as_dict())

	def test_save_with_docstatus(self, home, draft):
		doc = _fresh(draft)
		doc.docstatus = 1
		with acting_as(home.head), refused(frappe.PermissionError):
			client.save(doc.as_dict())
		_nothing_happened(draft)

	def test_insert_submitted(self, home, draft):
		copy = frappe.copy_doc(draft)
		copy.docstatus = 1
		with acting_as(home.accountant), refused(frappe.PermissionError):
			client.insert(copy.as_dict())

	def test_insert_with_a_number_and_a_state(self, home, draft):
		"""What a client sends along with a new document counts for nothing."""
		copy = frappe.copy_doc(draft)
		copy.update(
			{
				"resolution_no": "2026-99999",
				"stage": "Settled",
				"workflow_state": "Settled",
				"writer": home.head,
			}
		)
		with acting_as(home.accountant):
			made = client.insert(copy.as_dict())
		assert (made.resolution_no, made.stage, made.workflow_state) == (None, "Draft", "Draft")
		assert (made.writer, made.owner) == (home.accountant, home.accountant)

	def test_bulk_submit(self, home, draft):
		with acting_as(home.head):
			assert submit_cancel_or_update_docs(draft.doctype, [draft.name], "submit") == [draft.name]

	def test_workflow_state_and_docstatus_together(self, home, requested):
		"""What the framework's own apply_workflow does inside, done by a client."""
		doc = _fresh(_decide(requested, home.director, "Approve"))
		doc.workflow_state, doc.docstatus = "Approved", 1
		with acting_as(home.head), refused(frappe.PermissionError):
			client.save(doc.as_dict())


class TestSettingValues:
	@pytest.mark.parametrize(
		("field", "value"),
		[
			("stage", "Settled"),
			("resolution_no", "2026-00077"),
			("decided_by", "x@example.com"),
			("approval_date", "2026-01-01"),
			("payer", "Administrator"),
			("payment_date", "2026-01-01"),
		],
	)
	def test_fields_of_the_approval(self, home, draft, field, value):
		for user in (home.accountant, "Administrator"):
			with acting_as(user), refused(frappe.ValidationError, "직접 입력"):
				client.set_value(draft.doctype, draft.name, field, value)

	def test_workflow_state(self, home, draft):
		for state in ("Waiting Head", "Approved", "Settled"):
			for user in (home.accountant, home.head, "Administrator"):
				with acting_as(user), refused(frappe.PermissionError):
					client.set_value(draft.doctype, draft.name, "workflow_state", state)

	def test_owner_is_who_wrote_it(self, home, draft):
		"""The bar on one's own work rests on the owner: a client cannot change it."""
		doc = _fresh(draft)
		doc.owner = home.head
		with acting_as(home.accountant):
			client.save(doc.as_dict())
		assert frappe.db.get_value(doc.doctype, doc.name, "owner") == home.accountant

	@pytest.mark.parametrize("field", ["purpose", "bank_account", "payment_method", "note", "cause_date"])
	def test_content_while_in_approval(self, home, requested, field):
		value = {"bank_account": home.operating_bank, "payment_method": "Card", "cause_date": "2026-01-02"}
		with acting_as(home.accountant), refused(frappe.ValidationError, "결재 중"):
			client.set_value(requested.doctype, requested.name, field, value.get(field, "다른 내용"))

	def test_amount_of_a_line(self, home, requested, approved):
		row = requested.lines[0]
		for doc in (requested, approved):
			with acting_as(home.accountant), refused(frappe.ValidationError):
				client.set_value(row.doctype, doc.lines[0].name, "amount", 1)

	def test_lines_added_and_removed(self, home, requested):
		doc = _fresh(requested)
		doc.append("lines", home.line(5_000))
		with acting_as(home.accountant), refused(frappe.ValidationError):
			client.save(doc.as_dict())
		doc = _fresh(requested)
		doc.lines = []
		with acting_as(home.accountant), refused(frappe.ValidationError):
			client.save(doc.as_dict())

	def test_account_after_approval(self, home, approved):
		with acting_as(home.accountant), refused(frappe.ValidationError, "결재가 끝난"):
			client.set_value(approved.doctype, approved.name, "bank_account", home.operating_bank)

	def test_bulk_update(self, home, requested):
		with acting_as(home.accountant):
			failed = submit_cancel_or_update_docs(
				requested.doctype, [requested.name], "update", {"workflow_state": "Approved"}
			)
		assert failed == [requested.name]

	def test_approvers_do_not_write_in_drafts(self, home, draft):
		with acting_as(home.head), refused(FacilityAccessError):
			client.set_value(draft.doctype, draft.name, "purpose", "시설장이 고친 내용")

	def test_facility_stays(self, home):
		other = house.standing("other")
		draft = home.expense()
		with acting_as(home.accountant), refused((frappe.ValidationError, frappe.PermissionError)):
			client.set_value(draft.doctype, draft.name, "facility", other.facility)


class TestCancelling:
	def test_client_cancel(self, home, approved):
		for user in (home.accountant, home.director, home.head, "Administrator"):
			with acting_as(user), refused(frappe.PermissionError):
				client.cancel(approved.doctype, approved.name)
		assert _fresh(approved).docstatus == 1

	def test_bulk_cancel(self, home, approved):
		with acting_as(home.head):
			assert submit_cancel_or_update_docs(approved.doctype, [approved.name], "cancel") == [
				approved.name
			]

	def test_wrong_role(self, home, approved):
		for user in (home.accountant, home.director):
			with refused(FacilityAccessError):
				_decide(approved, user, "Cancel Resolution", "잘못 썼음")

	def test_without_a_reason(self, home, approved):
		with refused(frappe.MandatoryError, "사유"):
			_decide(approved, home.head, "Cancel Resolution")

	def test_delete(self, home, requested, approved):
		cancelled = _decide(settle(approved), home.head, "Cancel Resolution", "잘못 썼음")
		for doc in (requested, cancelled):
			for user in (home.accountant, "Administrator"):
				with acting_as(user), refused((frappe.ValidationError, frappe.PermissionError)):
					frappe.delete_doc(doc.doctype, doc.name)

	def test_a_draft_that_nobody_saw_may_go(self, home, draft):
		with acting_as(home.accountant):
			frappe.delete_doc(draft.doctype, draft.name)
		assert not frappe.db.exists(draft.doctype, draft.name)


class TestOverTheWire:
	@pytest.mark.parametrize("method", WRITERS)
	def test_get_changes_nothing(self, home, draft, method):
		with acting_as(home.accountant), _request("GET", _arguments(draft)):
			with pytest.raises(frappe.PermissionError):
				execute_cmd(method)
		_nothing_happened(draft)

	def test_apply_workflow_by_post_is_ours(self, home, draft):
		with acting_as(home.accountant), _request("POST", _arguments(draft)):
			execute_cmd("frappe.model.workflow.apply_workflow")
		assert _fresh(draft).stage == "In Approval"

	def test_apply_workflow_by_the_wrong_person(self, home, requested):
		for user in (home.head, home.colleague):
			with (
				acting_as(user),
				_request("POST", {**_arguments(requested), "action": "Approve"}),
				refused(Exception),
			):
				execute_cmd("frappe.model.workflow.apply_workflow")

	def test_bulk_approval_reports_each(self, home, requested, approved):
		arguments = {
			"doctype": requested.doctype,
			"docnames": json.dumps([approved.name]),
			"action": "Approve",
		}
		with acting_as(home.director), _request("POST", arguments):
			execute_cmd("frappe.model.workflow.bulk_workflow_approval")
			report = json.loads(frappe.local.message_log[-1])["message"]
		assert "사무용품 구입" in report and "1건 중 0건" in report

	def test_only_what_is_open_is_offered(self, home, requested):
		with acting_as(home.accountant), _request("GET", {"doc": requested.as_json()}):
			offered = execute_cmd("frappe.model.workflow.get_transitions")
		assert [(row["action"], row["decision"]) for row in offered] == [("Withdraw", "Withdrawn")]


def _decide(doc, user, action, comment=""):
	with acting_as(user):
		return service.decide(doc.doctype, doc.name, action, comment)


def _fresh(doc):
	return frappe.get_doc(doc.doctype, doc.name)


def _nothing_happened(doc):
	now = _fresh(doc)
	assert (now.docstatus, now.stage, now.resolution_no) == (0, "Draft", None)
	assert not frappe.db.exists("Approval Step", {"reference_name": doc.name})


def _arguments(doc) -> dict:
	return {
		"doc": doc.as_json(),
		"doctype": doc.doctype,
		"name": doc.name,
		"docnames": json.dumps([doc.name]),
		"action": "Request Approval",
	}


class _request:
	"""A request of the wire with these arguments, as the framework's handler finds it."""

	def __init__(self, method: str, arguments: dict):
		self.request = Request(EnvironBuilder(method=method).get_environ())
		self.arguments = frappe._dict(arguments)

	def __enter__(self):
		self.before = (frappe.local.form_dict, getattr(frappe.local, "request", None))
		frappe.local.form_dict, frappe.local.request = self.arguments, self.request

	def __exit__(self, *_exception):
		frappe.local.form_dict, frappe.local.request = self.before
