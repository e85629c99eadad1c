"""이용 대상 판정: rules R1 to R8 and the vectors E1 to E8 (administration.md 1.3, 1.5); 관할 by address."""

import json
from pathlib import Path

import pytest

import huimang
from huimang.rules import jurisdictions
from huimang.rules.eligibility import Facts, judge, judge_all, rules
from huimang.rules.errors import RuleViolation

SEEDS = Path(huimang.__file__).parent / "fixtures" / "seeds"
TYPES = {
	seed["name"]: seed["eligibility"]
	for file in ("11_facility_types.json", "60_registration.json")
	for seed in json.loads((SEEDS / file).read_text(encoding="utf-8"))
	if seed["doctype"] == "Facility Type"
}


@pytest.mark.parametrize(
	("vector", "kind", "facts", "answer", "rule"),
	[
		("E1", "노인복지관", {"receives_subsidy": True}, "MANDATORY", "R7"),
		("E2", "경로당", {}, "EXCLUDED", "R1"),
		("E3", "어린이집", {}, "EXCLUDED", "R1"),
		("E4", "재가노인복지시설", {"long_term_care": True}, "MANDATORY", "R6"),
		("E5", "장애인거주시설", {}, "ALLOWED", "R8"),
		("E6", "사회복지사업 비영리법인", {"has_paper": False}, "REVIEW", "R4"),
		("E7", "평생교육시설", {}, "EXCLUDED", "R1"),
		("E8", "사회복지관", {"has_unique_no": False}, "REVIEW", "R3"),
	],
)
def test_vectors(vector, kind, facts, answer, rule):
	judged = judge(Facts(TYPES[kind], **facts))
	assert (judged.answer, judged.id) == (answer, rule)


def test_what_has_no_paper_at_all_is_looked_at():
	assert judge(Facts("By Subsidy", has_paper=False, has_unique_no=False)).id == "R2"


def test_exceptions_of_the_minister_come_before_the_duty():
	assert judge(Facts("Mandatory", exempt=True)).answer == "ALLOWED"
	assert judge(Facts("Excluded", exempt=True)).answer == "EXCLUDED"


def test_care_for_the_elderly_is_bound_without_subsidies():
	assert judge(Facts("By Subsidy", long_term_care=True)).id == "R6"


def test_the_strongest_answer_decides_for_several_types():
	kinds = [Facts("Excluded"), Facts("By Subsidy"), Facts("Review")]
	assert judge_all(kinds).answer == "REVIEW"
	assert judge_all([*kinds, Facts("By Subsidy", receives_subsidy=True)]).answer == "MANDATORY"


def test_every_rule_is_explained():
	assert list(rules()) == [f"R{number}" for number in range(1, 9)]
	assert all(rule.reason and rule.basis and rule.next_step for rule in rules().values())


@pytest.mark.parametrize(
	("address", "area"),
	[
		("서울 중구 세종대로 110", "서울특별시 중구"),
		("서울특별시  중구", "서울특별시 중구"),
		("경기도 수원시 팔달구 효원로 1", "경기도 수원시"),
		("세종시 한누리대로 2130", "세종특별자치시"),
		("전라북도 전주시 완산구", "전북특별자치도 전주시"),
		("제주 제주시 광양9길 10", "제주특별자치도 제주시"),
	],
)
def test_area_of_an_address(address, area):
	assert jurisdictions.of_address(address) == area


@pytest.mark.parametrize("address", ["", "중구 세종대로 110", "서울", "서울 세종대로 110"])
def test_an_address_that_tells_no_area(address):
	with pytest.raises(RuleViolation):
		jurisdictions.of_address(address)
