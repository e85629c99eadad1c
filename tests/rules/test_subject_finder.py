"""Account subjects found by the names that people write."""

import pytest

from huimang.migration.subject_finder import NotFound, SubjectFinder
from huimang.rules.account_subjects import chart, load, record_name


@pytest.fixture
def finder():
	return filled(SubjectFinder("Facility"))


@pytest.fixture
def maker():
	return filled(SubjectFinder("Facility", create_missing=True))


def filled(finder: SubjectFinder) -> SubjectFinder:
	"""A nursing home's chart with one 세목."""
	table = load("Long-term Care")

	def name(subject):
		return record_name("F1", "Facility", subject.side, subject.level, subject.code)

	rows = [
		{
			"name": name(subject),
			"side": subject.side,
			"level": subject.level,
			"subject_name": subject.name,
			"parent_subject": name(subject.parent) if subject.parent else None,
			"is_active": subject.is_active,
			"donation_forbidden": subject.donation_forbidden,
			"is_open": subject.is_open,
		}
		for subject in chart(table[max(table)])
	]
	semok = {"name": "F1-E-131-01", "side": "Expense", "level": "Semok", "subject_name": "국외 여비"}
	finder.add(
		[
			*rows,
			{**semok, "parent_subject": "F1-E-131", "is_active": 1, "donation_forbidden": 0, "is_open": 0},
		]
	)
	return finder


def test_by_full_path(finder):
	assert finder.find("Expense", "사무비", "운영비", "여비").record == "F1-E-131"
	assert finder.find("Expense", "사무비", "운영비", "여비", "국외여비").record == "F1-E-131-01"


def test_by_its_own_name_where_only_one_can_be_meant(finder):
	assert finder.find("Expense", "", "", "여비").record == "F1-E-131"
	assert finder.find("Revenue", "", "", "시군구 보조금").record == "F1-R-413"


def test_by_name_and_one_of_the_levels_above(finder):
	assert finder.find("Expense", "재산조성비", "", "시설비").record == "F1-E-211"
	assert finder.find("Expense", "", "시설비", "시설비").record == "F1-E-211"


def test_a_published_budget_leaves_out_what_everybody_knows(finder):
	"""보조금 > 보조금 > 시군구보조금 is 보조금수입 > 보조금수입 > 시·군·구보조금, and is shown to have
	been read so.
	"""
	assert finder.find("Revenue", "보조금", "보조금", "시군구보조금").record == "F1-R-413"
	assert finder.readings == {"보조금": "보조금수입"}


def test_the_sides_do_not_mix(finder):
	with pytest.raises(NotFound):
		finder.find("Revenue", "사무비", "운영비", "여비")


@pytest.mark.parametrize(
	("names", "field", "told"),
	[
		(("사무비", "운영비", "여비교통비"), "mok", "여비교통비"),
		(("사무비", "운영비용", "여비"), "hang", "사무비 > 운영비"),
		(("관리비", "운영비", "여비"), "gwan", "관리비"),
		(("", "", "없는 것"), "mok", "없는 것"),
	],
)
def test_names_that_lead_nowhere(finder, names, field, told):
	with pytest.raises(NotFound) as caught:
		finder.find("Expense", *names)
	assert caught.value.field == field
	assert told in str(caught.value.violation)


def test_a_name_in_several_places_needs_its_path(maker):
	maker.find("Expense", "사업비", "운영비", "여비")
	with pytest.raises(NotFound, match="사무비 > 운영비"):
		maker.find("Expense", "", "", "여비")


def test_what_is_missing_is_planned_once(maker):
	first = maker.find("Revenue", "사업수입", "사업수입", "일학습")
	again = maker.find("Revenue", "사업수입", "사업 수입", "일 학습")
	assert first is again
	assert [node.path for node in maker.planned] == [["사업수입", "사업수입", "일학습"]]
	assert first.record == ""


def test_a_whole_branch_is_planned_from_the_top(maker):
	maker.find("Expense", "특별사업비", "공모사업비", "나눔사업비", "강사료")
	assert [node.level for node in maker.planned] == ["Gwan", "Hang", "Mok", "Semok"]
	assert maker.planned[-1].path_label == "특별사업비 > 공모사업비 > 나눔사업비"


def test_what_is_planned_below_a_subject_takes_its_ban_on_donations(maker):
	assert maker.find("Expense", "사무비", "업무추진비", "회의비", "다과비").donation_forbidden


def test_nothing_is_planned_without_its_place(maker):
	with pytest.raises(NotFound) as caught:
		maker.find("Expense", "사업비", "", "없는 것")
	assert caught.value.field == "hang"
	assert not maker.planned


def test_a_placeholder_is_not_made(maker):
	with pytest.raises(NotFound, match="○○"):
		maker.find("Expense", "사업비", "사업비", "○○사업비")
