"""Lists of card companies (subsidies_cards.md 4.2): their headings, days, amounts and cancellations as each of them writes them."""

import io
import json
import zipfile
from datetime import date, datetime, time
from pathlib import Path

import pytest
from sheets import workbook

import huimang
from huimang.migration import card_sheet, layout
from huimang.migration.card_sheet import Told
from huimang.rules.errors import RuleViolation

SEEDS = Path(huimang.__file__).parent / "fixtures" / "seeds" / "46_card_formats.json"
FORMATS = {seed["name"]: seed for seed in json.loads(SEEDS.read_text(encoding="utf-8"))}
SHINHAN = [
	"이용일시",
	"승인번호",
	"이용카드",
	"이용자명",
	"가맹점명",
	"이용금액",
	"이용구분",
	"할부개월수",
	"취소일자",
	"매입상태",
]
HANA = ["이용일", "이용시간", "카드번호", "승인번호", "승인금액", "승인취소금액", "가맹점명", "상태"]
KB = [
	"승인일",
	"승인시간",
	"카드번호",
	"가맹점명",
	"승인금액",
	"승인구분",
	"승인번호",
	"가맹점사업자등록번호",
]
NH = ["이용카드", "이용일시", "승인번호", "국내이용금액(원)", "취소금액", "가맹점명", "취소여부"]
BC = ["카드번호", "승인일자", "승인시간", "승인번호", "가맹점명/국가명", "승인금액", "매출종류"]
SAMSUNG = ["이용일", "이용구분", "가맹점", "이용금액"]


def layouts() -> list[layout.Layout]:
	found = []
	for seed in FORMATS.values():
		columns = [
			Told(
				row["value_key"],
				tuple(part.strip() for part in row["heading"].split(",")),
				bool(row["is_required"]),
			)
			for row in seed["columns"]
		]
		found.append(card_sheet.layout(seed["name"], columns))
	return sorted(found, key=lambda one: -sum(column.expected for column in one.columns))


def read(content: bytes) -> tuple[str, list]:
	"""The format by which a file was read, and all that its rows tell."""
	reading = layout.read(card_sheet.read_sheets(content), layouts())
	assert not reading.faults, reading.faults
	found, name = [], ""
	for number, entry in enumerate(reading.entries):
		name = entry.layout.title
		seed = FORMATS[name]
		if not card_sheet.is_passed_over(entry, card_sheet.words(seed["ignored_words"])):
			found += card_sheet.uses(entry, card_sheet.words(seed["cancel_words"]), ordinal=number)
	return name, found


def told(uses: list) -> list[tuple]:
	return [(use.kind[0], use.approval_no, use.amount, use.approved_at, use.card_number[-4:]) for use in uses]


NOON = datetime(2026, 11, 20, 12, 30, 5)


@pytest.mark.parametrize(
	"name,head,rows,expected",
	[
		(
			"신한카드 이용내역",
			SHINHAN,
			[
				[
					"2026.11.20 12:30:05",
					"00123456",
					"본인 1234",
					"김회계",
					"희망문구",
					"58,000",
					"일시불",
					"0",
					"",
					"매입",
				],
				[
					"2026.11.20 12:30:05",
					777,
					"본인 1234",
					"김회계",
					"나래식당",
					"10,000",
					"일시불",
					"0",
					"2026.11.22",
					"취소",
				],
				["합계", None, None, None, None, "68,000"],
			],
			[
				("A", "00123456", 58_000, NOON, "1234"),
				("A", "00000777", 10_000, NOON, "1234"),
				("C", "00000777", 10_000, datetime(2026, 11, 22), "1234"),
			],
		),
		(
			"하나카드 이용내역",
			HANA,
			[
				["2026-11-20", "12:30:05", "5327-****-****-2222", "1", 58_000, 0, "희망문구", "정상"],
				["2026-11-20", "123005", "5327-****-****-2222", "1", 0, 8_000, "희망문구", "승인취소"],
			],
			[("A", "00000001", 58_000, NOON, "2222"), ("C", "00000001", 8_000, NOON, "2222")],
		),
		(
			"KB국민카드 승인내역",
			KB,
			[
				[
					"20261120",
					"12:30:05",
					"5327********2222",
					"희망문구",
					"58,000원",
					"승인",
					"1",
					"999-86-01004",
				],
				["20261121", "", "5327********2222", "희망문구", "-58,000", "취소", "1", ""],
				["20261121", "", "5327********2222", "희망문구", "5,000", "승인거절", "2", ""],
			],
			[
				("A", "00000001", 58_000, NOON, "2222"),
				("C", "00000001", 58_000, datetime(2026, 11, 21), "2222"),
			],
		),
		(
			"NH농협카드 이용내역",
			NH,
			[
				["1234", "2026/11/20 12:30:05", "1", "58,000", "", "희망문구", "N"],
				["1234", "2026/11/20 12:30:05", "1", "", "58,000", "희망문구", "Y"],
			],
			[("A", "00000001", 58_000, NOON, "1234"), ("C", "00000001", 58_000, NOON, "1234")],
		),
		(
			"BC카드 승인내역",
			BC,
			[
				[
					"9410-12**-****-1234",
					date(2026, 11, 20),
					time(12, 30, 5),
					"1",
					"희망문구",
					58_000,
					"일반매출",
				],
				[
					"9410-12**-****-1234",
					date(2026, 11, 20),
					time(12, 30, 5),
					"1",
					"희망문구",
					58_000,
					"매출취소",
				],
			],
			[("A", "00000001", 58_000, NOON, "1234"), ("C", "00000001", 58_000, NOON, "1234")],
		),
	],
)
def test_each_company_is_read_as_it_writes(name, head, rows, expected):
	found, uses = read(workbook(*rows, header=head))
	assert (found, told(uses)) == (name, expected)


def test_c6_the_headings_stand_in_the_sixth_row():
	rows = [["하나카드"], ["본부", "사무국"], ["부서", "총무"], [], [], HANA]
	rows.append(["2026-11-20", "12:30:05", "5327-****-****-2222", "1", 58_000, 0, "희망문구", "정상"])
	name, uses = read(workbook(*rows, header=None))
	assert (name, told(uses)) == ("하나카드 이용내역", [("A", "00000001", 58_000, NOON, "2222")])


def test_c5_an_archive_is_unpacked():
	inner = workbook(
		["9410-12**-****-1234", "2026.11.20", "12:30:05", "1", "희망문구", 58_000, "일반매출"], header=BC
	)
	packed = io.BytesIO()
	with zipfile.ZipFile(packed, "w") as archive:
		archive.writestr("승인내역.xlsx", inner)
	assert read(packed.getvalue())[0] == "BC카드 승인내역"
	empty = io.BytesIO()
	with zipfile.ZipFile(empty, "w") as archive:
		archive.writestr("읽어보기.txt", "없음")
	with pytest.raises(RuleViolation):
		list(card_sheet.read_sheets(empty.getvalue()))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp949"])
@pytest.mark.parametrize("mark", [",", "\t"])
def test_lists_as_csv(encoding, mark):
	lines = [
		"카드 사용내역",
		mark.join(NH),
		mark.join(["1234", "26.11.20 12:30:05", "1", '"58,000"', "", "희망문구", "N"]),
	]
	name, uses = read("\r\n".join(lines).encode(encoding))
	assert (name, told(uses)) == ("NH농협카드 이용내역", [("A", "00000001", 58_000, NOON, "1234")])


def test_a_list_without_numbers_is_known_again():
	rows = [["20261120", "본인 1234", "희망문구", "3,000"], ["20261120", "본인 1234", "희망문구", "3,000"]]
	first, again = (read(workbook(*rows, header=SAMSUNG))[1] for _time in range(2))
	assert len({use.key for use in first}) == 2 and [use.key for use in first] == [use.key for use in again]


@pytest.mark.parametrize(
	"content", [b"", b"\xd0\xcf\x11\xe0old", b"PK\x03\x04broken", "그냥 글".encode(), b"\x00" * 99]
)
def test_what_is_no_list_is_told(content):
	with pytest.raises(RuleViolation):
		list(card_sheet.read_sheets(content))


@pytest.mark.parametrize(
	"written,at",
	[
		("20261120", datetime(2026, 11, 20)),
		("2026.11.20", datetime(2026, 11, 20)),
		("26.11.20", datetime(2026, 11, 20)),
		("2026-11-20 12:30", datetime(2026, 11, 20, 12, 30)),
		("2026년 11월 20일 오후 1:05", datetime(2026, 11, 20, 13, 5)),
		("2026-11-20T12:30:05", NOON),
		("", None),
	],
)
def test_moments_as_they_are_written(written, at):
	assert card_sheet.moment(written) == at


@pytest.mark.parametrize("written", ["어제", "20261320", "2026-02-30"])
def test_what_is_no_day_is_refused(written):
	with pytest.raises(RuleViolation):
		card_sheet.moment(written)
