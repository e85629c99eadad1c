"""결재란: who stamps which square. No site is needed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huimang.printing.approval_box import Square, Step, approval_boxes, seal_rows

LINE = (
	Square("담당", "Accountant"),
	Square("사무국장", "Office Director"),
	Square("시설장", "Facility Head"),
)
DAY = date(2026, 10, 2)


def step(decision, name, role=""):
	return Step(decision, name, role, DAY)


def stamped(steps, line=LINE):
	return ["".join(box.seal) for box in approval_boxes(line, steps)]


REQUEST = step("Requested", "김담당", "Accountant")
DIRECTOR = step("Approved", "최국장", "Office Director")
HEAD = step("Approved", "이시설", "Facility Head")


def test_nobody_has_stamped_a_draft():
	assert stamped([]) == ["", "", ""]


def test_each_stamps_the_square_of_their_role():
	assert stamped([REQUEST]) == ["김담당인", "", ""]
	assert stamped([REQUEST, DIRECTOR, HEAD]) == ["김담당인", "최국장인", "이시설인"]
	assert [box.date for box in approval_boxes(LINE, [REQUEST])] == ["2026.10.02", "", ""]


def test_a_square_of_somebody_who_was_passed_over_stays_empty():
	assert stamped([REQUEST, HEAD]) == ["김담당인", "", "이시설인"]


def test_a_small_facility_has_two_squares():
	assert stamped([REQUEST, HEAD], (LINE[0], LINE[2])) == ["김담당인", "이시설인"]


def test_two_of_one_role_stamp_one_after_the_other():
	line = (LINE[0], Square("팀장", "Office Director"), Square("사무국장", "Office Director"))
	other = step("Approved", "박팀장", "Office Director")
	assert stamped([REQUEST, other, DIRECTOR], line) == ["김담당인", "박팀장인", "최국장인"]


@pytest.mark.parametrize("decision", ["Returned", "Withdrawn"])
def test_a_return_wipes_the_stamps_until_the_next_request(decision):
	back = [REQUEST, DIRECTOR, step(decision, "이시설", "Facility Head")]
	assert stamped(back) == ["", "", ""]
	assert stamped([*back, step("Requested", "박담당", "Accountant")]) == ["박담당인", "", ""]


def test_payment_and_cancellation_leave_the_stamps():
	steps = [
		REQUEST,
		DIRECTOR,
		HEAD,
		step("Settled", "김담당", "Accountant"),
		step("Cancelled", "이시설", "Facility Head"),
	]
	assert stamped(steps) == ["김담당인", "최국장인", "이시설인"]


@pytest.mark.parametrize(
	("name", "rows"),
	[
		("김구", ("김구", "의인")),
		("홍길동", ("홍길", "동인")),
		("홍 길동", ("홍길", "동인")),
		("남궁하나", ("남궁", "하나")),
	],
)
def test_korean_names_fill_four_places(name, rows):
	assert seal_rows(name) == (rows, False)


def test_other_names_are_cut_small():
	assert seal_rows("Maria Gonzalez") == (("MariaGo", "nzalez"), True)


@given(st.text(max_size=60))
def test_a_seal_holds_any_name_and_no_markup(name):
	(box, *_rest) = approval_boxes(LINE, [step("Requested", name)])
	assert len(box.seal) <= 3
	assert not set("<>\"'") & set("".join(box.seal))


def test_a_square_tells_a_final_approval_and_a_deputy():
	"""전결 and 대결 stand above the seal, in the square of the role that was decided for."""
	director = Step("Approved", "박대리", "Office Director", DAY, is_final=True, is_deputy=True)
	boxes = approval_boxes(LINE, [REQUEST, director])
	assert [box.mark for box in boxes] == ["", "전결 대결", ""]
	assert "".join(boxes[1].seal) == "박대리인"
