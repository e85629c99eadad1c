"""The statutory tables and the rules for subjects of a facility's own."""

from datetime import date

import pytest

from huimang.rules import account_subjects
from huimang.rules.account_subjects import (
	GROUP_FILES,
	TemplateRow,
	chart,
	load,
	name_key,
	next_code,
	record_name,
)
from huimang.rules.errors import RuleViolation

GROUPS = sorted(GROUP_FILES)
LATEST = {group: chart(load(group)[max(load(group))]) for group in GROUPS}


def by_code(group: str, side: str, level: str, code: str):
	return next(s for s in LATEST[group] if (s.side, s.level, s.code) == (side, level, code))


@pytest.mark.parametrize("group", GROUPS)
def test_tables_are_dated_and_say_where_they_come_from(group):
	for effective_from, rows in load(group).items():
		assert effective_from >= date(2012, 1, 1)
		for row in rows:
			assert row.side in ("Revenue", "Expense")
			assert row.source and row.confidence in ("high", "medium", "low"), row


@pytest.mark.parametrize("group", GROUPS)
def test_parents_stand_before_children_and_codes_are_given_once(group):
	seen = set()
	for subject in LATEST[group]:
		key = (subject.side, subject.level, subject.code)
		assert key not in seen
		assert subject.code
		if subject.parent:
			assert (subject.side, subject.parent.level, subject.parent.code) in seen
		seen.add(key)


@pytest.mark.parametrize("group", GROUPS)
def test_record_names_are_unique_though_tables_use_a_code_at_two_levels(group):
	names = [record_name("F1", "Facility", s.side, s.level, s.code) for s in LATEST[group]]
	assert len(names) == len(set(names))
	assert record_name("F1", "Facility", "Revenue", "Hang", "111") != record_name(
		"F1", "Facility", "Revenue", "Mok", "111"
	)


@pytest.mark.parametrize("group", GROUPS)
def test_a_placeholder_is_no_subject_but_opens_its_hang(group):
	assert not [s for s in LATEST[group] if s.level == "Mok" and s.name.startswith("○○")]
	rows = load(group)[max(load(group))]
	opened = {(row.side, row.hang_code) for row in rows if row.is_placeholder}
	assert {(s.side, s.code) for s in LATEST[group] if s.level == "Hang" and s.is_open} == opened


def test_welfare_center_table_holds_what_the_published_sources_confirm():
	"""별표 5·6: 711 전년도이월금, 세출 711 예비비, 212 자산취득비; 인건비 needs no evidence, 예비비 takes
	no undesignated donation.
	"""
	assert by_code("Welfare Center", "Revenue", "Mok", "711").name == "전년도이월금"
	assert by_code("Welfare Center", "Expense", "Mok", "711").donation_forbidden
	assert by_code("Welfare Center", "Expense", "Mok", "212").path_label == "재산조성비 > 시설비"
	assert by_code("Welfare Center", "Expense", "Mok", "111").evidence_exempt
	assert not by_code("Welfare Center", "Expense", "Mok", "132").evidence_exempt
	assert by_code("Welfare Center", "Expense", "Mok", "121").donation_forbidden


def test_subjects_of_the_past_are_there_but_inactive():
	"""구 별표 4의 적립금 목은 지난 자료를 옮길 때만 쓴다."""
	assert not by_code("Facility", "Expense", "Mok", "911").is_active
	assert by_code("Long-term Care", "Expense", "Mok", "911").is_active


def test_a_mok_without_a_code_gets_the_next_free_one_of_its_hang():
	assert next(s for s in LATEST["Long-term Care"] if s.name == "수급자생계비").code == "320"


def test_codes_are_text_and_sort_as_numbers():
	"""목 330 stands in 항 32, before 항 33; 관 10 comes after 관 09; 1011 is a 목, not something below
	101.
	"""
	ordered = sorted(LATEST["Facility"], key=lambda s: s.sort_key)
	assert ordered == LATEST["Facility"]
	names = [s.name for s in ordered]
	assert names.index("기타 교육비") < names.index("의료재활사업비")
	assert [s.code for s in ordered if s.level == "Gwan" and s.side == "Revenue"][-2:] == ["09", "10"]


@pytest.mark.parametrize(
	("level", "parent", "siblings", "taken", "expected"),
	[
		("Semok", "132", [], set(), "132-01"),
		("Semok", "132", ["132-01"], {"132-01"}, "132-02"),
		("Semok", "132", ["131-99"], {"132-01", "132-02"}, "132-03"),
		("Mok", "31", [], set(), "311"),
		("Mok", "31", ["311", "319"], {"311", "319"}, "320"),
		("Mok", "31", ["319"], {"319", "320", "321"}, "322"),
		("Mok", "101", [], set(), "1011"),
		("Hang", "03", ["31", "32"], {"31", "32"}, "33"),
		("Hang", "12", [], set(), "121"),
		("Gwan", "", ["01", "09"], {"01", "09"}, "10"),
		("Gwan", "", [], set(), "01"),
	],
)
def test_next_code(level, parent, siblings, taken, expected):
	assert next_code(level, parent, siblings, taken) == expected


@pytest.mark.parametrize(
	("one", "other"),
	[
		("시·군·구보조금", "시군구 보조금"),
		("전년도 이월금", "전년도이월금"),
		("ㆍ가산금 수입", "가산금수입"),
		("ＡＢ비", "ab비"),
	],
)
def test_spellings_of_one_name(one, other):
	assert name_key(one) == name_key(other)


def test_brackets_tell_names_apart():
	assert name_key("전년도이월금") != name_key("전년도이월금(후원금)")


def test_names_are_tidied():
	assert account_subjects.check_name("  프로그램   사업비 ", {}) == "프로그램 사업비"


@pytest.mark.parametrize("name", ["", "  ", " · ", "○○사업비"])
def test_names_that_are_none(name):
	with pytest.raises(RuleViolation):
		account_subjects.check_name(name, {})


def test_a_name_is_given_once_below_a_parent():
	with pytest.raises(RuleViolation, match="사무용품비"):
		account_subjects.check_name("사무 용품비", {name_key("사무용품비"): "사무용품비"})


@pytest.mark.parametrize(
	("level", "parent_is_open", "allowed"),
	[
		("Semok", True, True),
		("Mok", True, True),
		("Mok", False, False),
		("Hang", True, False),
		("Gwan", True, False),
		("Gwan", False, False),
	],
)
def test_where_a_facility_may_add_subjects(level, parent_is_open, allowed):
	if allowed:
		account_subjects.check_own_place(level, parent_is_open)
	else:
		with pytest.raises(RuleViolation):
			account_subjects.check_own_place(level, parent_is_open)


def test_units_have_names_of_their_own():
	names = {
		record_name("F1", unit, "Revenue", "Mok", "111")
		for unit in ("Facility", "Corporation", "Profit Business")
	}
	assert names == {"F1-R-111", "F1-CR-111", "F1-BR-111"}


def test_a_chart_needs_no_placeholder():
	rows = [TemplateRow("Expense", "01", "사무비", "11", "인건비", "111", "급여")]
	assert [(s.level, s.is_open) for s in chart(rows)] == [("Gwan", False), ("Hang", False), ("Mok", True)]


def test_fund_sources_cover_the_kinds_that_the_forms_tell_apart():
	kinds = {row["kind"] for row in account_subjects.fund_sources()}
	assert kinds == {
		"Subsidy",
		"Designated Donation",
		"Undesignated Donation",
		"Own Funds",
		"Profit Business",
		"Other",
	}


@pytest.mark.parametrize("group", account_subjects.GROUP_FILES)
def test_subsidies_and_their_return_are_marked_in_every_table(group):
	"""The mark stands for all of 보조금수입, so that what a facility adds below it is a subsidy too, and for 반환금."""
	rows = next(iter(account_subjects.load(group).values()))
	marked = {
		(subject.side, subject.level, subject.name)
		for subject in account_subjects.chart(rows)
		if subject.is_subsidy
	}
	assert ("Revenue", "Gwan", "보조금수입") in marked and ("Revenue", "Hang", "보조금수입") in marked
	assert {name for side, _level, name in marked if side == "Expense"} == {"반환금"}
