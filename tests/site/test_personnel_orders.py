"""발령: cards follow from approved orders, on their day, in their order, and back again."""

from types import SimpleNamespace

import factory
import frappe
import pytest
from factory import acting_as, approve
from frappe.utils import add_days, getdate, nowdate
from refusals import refused

from huimang.approval import service
from huimang.errors import FacilityAccessError
from huimang.personnel import api, people, tasks

EMPLOYEE, ORDER = people.EMPLOYEE, "Personnel Order"

_standing: list[SimpleNamespace] = []


@pytest.fixture
def home():
	"""A facility with a head, an HR manager and others, committed: people take long to make."""
	if not _standing:
		_standing.append(_build())
		frappe.db.commit()
	return _standing[0]


def _build() -> SimpleNamespace:
	facility = factory.make_facility("은하수노인복지관")
	tag = frappe.generate_hash(length=6)
	roles = {"head": "Facility Head", "hr": "HR Manager", "accountant": "Accountant", "me": "Facility Staff"}
	users = {
		name: factory.make_user(f"{name}-{tag}@orders.test", facility, [role]) for name, role in roles.items()
	}
	return SimpleNamespace(facility=facility, **users)


def employee(home, name="이하나", **kw):
	values = {"doctype": EMPLOYEE, "facility": home.facility, "full_name": name, "hired_on": "2024-03-01"}
	with acting_as(home.hr):
		return frappe.get_doc({**values, "position": "사회복지사", "grade": "4급", "step": 3, **kw}).insert()


def order(home, kind, day, *lines, **kw):
	values = {
		"doctype": ORDER,
		"facility": home.facility,
		"kind": kind,
		"effective_on": day,
		"lines": list(lines),
	}
	with acting_as(home.hr):
		return frappe.get_doc({**values, **kw}).insert()


def ordered(home, kind, day, *lines, **kw):
	return approve(order(home, kind, day, *lines, **kw))


def cancel(home, doc):
	with acting_as(home.head):
		return service.move_to(ORDER, doc.name, "Cancelled", "착오")


def card(doc):
	return frappe.get_doc(EMPLOYEE, doc.name)


def test_a_promotion_changes_the_card_and_is_numbered(home):
	person = employee(home)
	doc = ordered(
		home, "Promotion", "2026-03-01", {"employee": person.name, "position": "선임사회복지사", "step": 5}
	)
	assert doc.order_no.startswith(f"{getdate().year}-") and doc.stage == "Approved"
	now = card(person)
	assert (now.position, now.grade, now.step) == ("선임사회복지사", "4급", 5)
	assert [(row.kind, str(row.effective_on), row.step) for row in now.states] == [
		("Registered", "2024-03-01", 3),
		("Promotion", "2026-03-01", 5),
	]
	assert people.state_on(person.name, "2026-02-28").step == 3
	assert people.state_on(person.name, "2026-03-01").position == "선임사회복지사"


def test_numbers_have_no_gap(home):
	first = ordered(home, "Step Increase", "2026-03-01", {"employee": employee(home).name, "step": 4})
	order(home, "Step Increase", "2026-03-01", {"employee": employee(home).name, "step": 4})
	second = ordered(home, "Step Increase", "2026-03-01", {"employee": employee(home).name, "step": 4})
	assert int(second.order_no[-4:]) == int(first.order_no[-4:]) + 1


def test_a_backdated_order_takes_its_place(home):
	person = employee(home)
	ordered(home, "Step Increase", "2026-03-01", {"employee": person.name, "step": 5})
	ordered(home, "Transfer", "2025-01-01", {"employee": person.name, "department": "재가팀"})
	assert people.state_on(person.name, "2025-06-01").step == 3
	assert people.state_on(person.name, "2025-06-01").department == "재가팀"
	assert (card(person).step, card(person).department) == (5, "재가팀")


def test_cancelling_takes_everything_back(home):
	person = employee(home)
	doc = ordered(home, "Promotion", "2026-03-01", {"employee": person.name, "position": "팀장", "step": 7})
	cancel(home, doc)
	now = card(person)
	assert (now.position, now.step, len(now.states)) == ("사회복지사", 3, 1)
	# and the card is the HR manager's again
	with acting_as(home.hr):
		now.position = "사회복지사(재가)"
		now.save()
	assert people.state_on(person.name, nowdate()).position == "사회복지사(재가)"


def test_an_order_that_others_build_upon_is_not_cancelled(home):
	person = employee(home, hired_on=None)
	hired = ordered(home, "Hire", "2025-01-01", {"employee": person.name})
	ordered(home, "Step Increase", "2026-01-01", {"employee": person.name, "step": 4})
	with refused(frappe.ValidationError, "재직"):
		cancel(home, hired)


def test_hire_leave_return_and_retirement(home):
	person = employee(home, hired_on=None, department="상담팀")
	assert person.status == "Not Yet Hired"
	line = {"employee": person.name}
	ordered(home, "Hire", "2025-01-02", line)
	now = card(person)
	assert (now.status, str(now.hired_on), now.department, now.step) == ("At Work", "2025-01-02", "상담팀", 3)
	assert str(now.pension_joined_on) == "2025-01-02"
	ordered(
		home, "Leave of Absence", "2026-02-01", {**line, "expected_until": "2027-01-31"}, reason="육아휴직"
	)
	assert card(person).status == "On Leave"
	ordered(home, "Reinstatement", "2026-08-01", line)
	ordered(home, "Retirement", "2026-09-30", line)
	now = card(person)
	assert (now.status, str(now.left_on), str(now.health_left_on)) == ("Retired", "2026-09-30", "2026-10-01")
	told = [
		people.state_on(person.name, day).status
		for day in ("2026-01-31", "2026-02-01", "2026-08-01", "2026-09-30", "2026-10-01")
	]
	assert told == ["At Work", "On Leave", "At Work", "At Work", "Retired"]


@pytest.mark.parametrize(
	("kind", "day", "changes", "words"),
	[
		("Hire", "2026-03-01", {}, "재직"),
		("Reinstatement", "2026-03-01", {}, "재직"),
		("Promotion", "2024-02-29", {"step": 4}, "2024-03-01"),
	],
)
def test_an_order_that_does_not_fit_is_not_asked_for(home, kind, day, changes, words):
	doc = order(home, kind, day, {"employee": employee(home).name, **changes})
	with refused(frappe.ValidationError, words):
		approve(doc)


@pytest.mark.parametrize(
	("kind", "changes"),
	[("Promotion", {}), ("Step Increase", {"department": "재가팀"}), ("Retirement", {"step": 9})],
)
def test_what_an_order_must_and_must_not_say(home, kind, changes):
	with refused():
		order(home, kind, "2026-03-01", {"employee": employee(home).name, **changes})


def test_nobody_twice_in_an_order(home):
	line = {"employee": employee(home).name, "step": 4}
	with refused(frappe.ValidationError, "두 번"):
		order(home, "Step Increase", "2026-03-01", line, dict(line))


def test_of_two_orders_that_exclude_each_other_the_first_counts(home):
	person = employee(home)
	first = order(home, "Retirement", "2026-03-31", {"employee": person.name})
	second = order(home, "Leave of Absence", "2026-04-01", {"employee": person.name})
	with acting_as(home.hr):
		service.move_to(ORDER, second.name, "In Approval")
	approve(first)
	with acting_as(home.head), refused(frappe.ValidationError, "재직"):
		service.move_to(ORDER, second.name, "Approved")


def test_what_orders_have_changed_is_not_typed_over(home):
	person = employee(home)
	ordered(home, "Step Increase", "2026-03-01", {"employee": person.name, "step": 5})
	with acting_as(home.hr):
		now = card(person)
		now.step = 9
		with refused(frappe.ValidationError, "호봉"):
			now.save()
		now = card(person)
		now.phone = "010-1234-5678"
		now.states = []
		now.save()
	assert len(card(person).states) == 2


def test_an_order_of_the_future_comes_into_force_on_its_day(home):
	person = employee(home)
	tomorrow = add_days(nowdate(), 1)
	ordered(home, "Promotion", tomorrow, {"employee": person.name, "position": "팀장"})
	assert card(person).position == "사회복지사"
	assert people.state_on(person.name, tomorrow).position == "팀장"
	frappe.db.set_value(EMPLOYEE, person.name, "position", "어제의 직위")
	assert person.name in people.late_cards(nowdate())
	tasks.follow_orders()
	assert card(person).position == "사회복지사"
	assert people.late_cards(nowdate()) == []
	assert person.name in people.late_cards(tomorrow)


def test_who_is_due_for_a_step(home):
	due = employee(home, next_step_on="2026-04-01")
	employee(home, "내년", next_step_on="2027-04-01")
	with acting_as(home.hr):
		rows = api.due_for_step(home.facility, "2026-04-01", "2026-04-30")
	assert [(row["employee"], row["step"]) for row in rows] == [(due.name, 4)]


class TestWhoMay:
	def test_hr_writes_and_the_head_decides(self, home):
		doc = order(home, "Step Increase", "2026-03-01", {"employee": employee(home).name, "step": 4})
		with acting_as(home.hr):
			service.move_to(ORDER, doc.name, "In Approval")
			with refused(FacilityAccessError):
				service.move_to(ORDER, doc.name, "Approved")
		with acting_as(home.head):
			assert service.move_to(ORDER, doc.name, "Approved").stage == "Approved"

	def test_nobody_else_reads_orders(self, home):
		doc = order(
			home, "Step Increase", "2026-03-01", {"employee": employee(home, user=home.me).name, "step": 4}
		)
		for user in (home.accountant, home.me):
			with acting_as(user):
				assert not frappe.has_permission(ORDER, "read", doc=doc)
				with pytest.raises(frappe.PermissionError):
					frappe.get_list(ORDER)
				with refused(FacilityAccessError):
					api.state_before(doc.lines[0].employee, "2026-03-01")
				with refused(FacilityAccessError):
					api.due_for_step(home.facility, "2026-01-01", "2026-12-31")

	def test_its_person_sees_what_was_ordered_on_their_card(self, home):
		person = employee(home, user=home.me)
		ordered(home, "Step Increase", "2026-03-01", {"employee": person.name, "step": 5})
		with acting_as(home.me):
			doc = frappe.get_doc(EMPLOYEE, person.name)
			doc.check_permission("read")
			assert doc.states[-1].step == 5

	def test_an_employee_of_another_facility_is_not_ordered_about(self, home):
		stranger = frappe.get_doc(
			{
				"doctype": EMPLOYEE,
				"facility": factory.make_facility(),
				"full_name": "남",
				"hired_on": "2024-03-01",
			}
		).insert()
		with refused(FacilityAccessError):
			order(home, "Step Increase", "2026-03-01", {"employee": stranger.name, "step": 4})
