"""Questions, notices and inquiries: who is shown what, when an answer is due, and that an inquiry is between two."""

from datetime import datetime
from types import SimpleNamespace

import factory
import frappe
import house
import pytest
from factory import acting_as

from huimang.errors import FacilityAccessError
from huimang.facility import references
from huimang.facility.roles import ACCOUNTANT, FACILITY_HEAD
from huimang.support import api, inquiries, queries, settings, tasks
from huimang.support.inquiries import ANSWERED, ASKED_BACK, CLOSED, RECEIVED, WORKING

KIM, HEAD, FAR = "kim@support.test", "head@support.test", "far@support.test"
OPERATOR, OUTSIDER = "operator@support.test", "outsider@support.test"
INQUIRY = "Support Inquiry"
MONDAY = datetime(2026, 11, 23, 10, 0)


def make() -> SimpleNamespace:
	"""Two facilities in two areas, their people, an operator, and somebody who works nowhere."""
	here = factory.make_facility(jurisdiction="서울특별시 중구")
	there = factory.make_facility(jurisdiction="부산광역시 해운대구")
	factory.make_user(KIM, here, [ACCOUNTANT])
	factory.make_user(HEAD, here, [FACILITY_HEAD])
	factory.make_user(FAR, there, [ACCOUNTANT])
	factory.make_operator(OPERATOR)
	factory._write_login(OUTSIDER)
	return SimpleNamespace(here=here, there=there)


built, clean_slate, world = house.once(make, (KIM, HEAD, FAR, OPERATOR, OUTSIDER))


@pytest.fixture
def clock(monkeypatch):
	"""Set the time that support goes by."""

	def at(day: int, hour: int, minute: int = 0) -> None:
		now = datetime(2026, 11, day, hour, minute)
		for module in (inquiries, settings, queries, tasks):
			monkeypatch.setattr(module, "now_datetime", lambda: now)

	at(23, 10)
	return at


def ask(**kw) -> str:
	values = {"kind": "Error", "subject": "저장이 안 됩니다", "text": "저장을 누르면 멈춥니다."}
	with acting_as(KIM):
		return api.ask(**{**values, **kw})


def inquiry(name: str):
	return frappe.get_doc(INQUIRY, name)


def bells(user: str) -> list[str]:
	return frappe.get_all("Notification Log", {"for_user": user}, pluck="subject")


class TestInquiry:
	def test_goes_from_question_to_answer(self, world, clock):
		name = ask(facility=world.here, route="Form/Expense Resolution/abc")
		doc = inquiry(name)
		assert (doc.status, doc.user, doc.facility) == (RECEIVED, KIM, world.here)
		assert doc.due_at == datetime(2026, 11, 23, 15)  # four hours, less the rest at noon
		assert any(doc.subject in told for told in bells(OPERATOR))
		clock(23, 11)
		with acting_as(OPERATOR):
			api.take(name)
			assert inquiry(name).status == WORKING
			clock(23, 14)
			api.answer(name, "새로 고침한 뒤 다시 해 보세요.")
		doc = inquiry(name)
		assert (doc.status, doc.answer_minutes, doc.due_at, doc.assigned_to) == (
			ANSWERED,
			180,
			None,
			OPERATOR,
		)
		assert any(doc.subject in told for told in bells(KIM))
		with acting_as(KIM):
			shown = api.rate(name, 5, "고맙습니다")
			assert [row["is_operator"] for row in shown["messages"]] == [False, True]
			with pytest.raises(frappe.ValidationError):
				api.rate(name, 1)
			assert api.finish(name)["status"] == CLOSED
			with pytest.raises(frappe.ValidationError):
				api.reply(name, "또")

	def test_asking_back_stops_the_clock(self, clock):
		name = ask()
		clock(23, 11)
		with acting_as(OPERATOR):
			api.answer(name, "화면 사진을 보내 주세요.", asks_back=1)
		doc = inquiry(name)
		assert (doc.status, doc.due_at, doc.clock_minutes) == (ASKED_BACK, None, 60)
		clock(25, 9)  # two days later
		with acting_as(KIM):
			api.reply(name, "이렇게 나옵니다.")
		doc = inquiry(name)
		assert (doc.status, doc.due_at) == (WORKING, datetime(2026, 11, 25, 12))
		clock(25, 10)
		with acting_as(OPERATOR):
			api.answer(name, "고쳤습니다.")
		assert inquiry(name).answer_minutes == 120

	def test_another_question_begins_the_clock_anew(self, clock):
		name = ask()
		with acting_as(OPERATOR):
			api.answer(name, "답입니다.")
		clock(24, 9)
		with acting_as(KIM):
			api.reply(name, "하나 더 여쭙니다.")
		doc = inquiry(name)
		assert (doc.status, doc.due_at) == (WORKING, datetime(2026, 11, 24, 14))
		assert doc.answered_at == MONDAY  # the first answer was the first

	def test_what_is_overdue_is_told_once(self, clock):
		name = ask()
		clock(23, 15)
		tasks.watch()
		assert not inquiry(name).escalated_at
		clock(23, 15, 1)
		tasks.watch()
		told = len(bells(OPERATOR))
		tasks.watch()
		assert inquiry(name).escalated_at and len(bells(OPERATOR)) == told

	def test_answered_ones_are_closed_and_old_ones_forgotten(self, clock):
		name = ask()
		with acting_as(OPERATOR):
			api.answer(name, "답입니다.")
		frappe.db.set_value(INQUIRY, name, "modified", "2026-11-16 10:00:01", update_modified=False)
		tasks.tidy()
		assert inquiry(name).status == ANSWERED
		frappe.db.set_value(INQUIRY, name, "modified", "2026-11-16 09:59:59", update_modified=False)
		tasks.tidy()
		assert inquiry(name).status == CLOSED
		frappe.db.set_value(INQUIRY, name, "closed_at", "2023-11-23 10:00:01")
		tasks.tidy()
		assert frappe.db.exists(INQUIRY, name)
		frappe.db.set_value(INQUIRY, name, "closed_at", "2023-11-23 09:59:59")
		tasks.tidy()
		assert not frappe.db.exists(INQUIRY, name)
		assert not frappe.db.exists("Deleted Document", {"deleted_name": name})

	def test_numbers_of_persons_are_masked(self, clock):
		doc = inquiry(ask(subject="900101-1234567", text="계좌 110-123-456789, 카드 1234-5678-9012-3456"))
		said = doc.as_json()
		assert "1234567" not in said and "456789" not in said and "5678-9012" not in said
		with acting_as(OPERATOR):
			api.answer(doc.name, "900101-1234567 님은 등록되어 있습니다.")
		assert "1234567" not in inquiry(doc.name).as_json()

	def test_holidays_do_not_count(self, clock):
		frappe.get_doc(
			{"doctype": "Public Holiday", "holiday_date": "2026-11-24", "holiday_name": "임시공휴일"}
		).insert()
		clock(23, 17)
		assert inquiry(ask()).due_at == datetime(2026, 11, 25, 12)

	def test_the_mean_of_the_first_answers_is_shown(self, clock):
		before = queries.answer_times()["count"]
		for hour in (11, 13):
			clock(23, 10)
			name = ask()
			clock(23, hour)
			with acting_as(OPERATOR):
				api.answer(name, "답입니다.")
		after = queries.answer_times()
		assert after["count"] == before + 2
		assert before or after["minutes"] == 90

	def test_one_cannot_ask_for_ever(self, clock):
		for _number in range(inquiries._A_DAY):
			ask()
		with pytest.raises(frappe.ValidationError):
			ask()


class TestBetweenTwo:
	@pytest.fixture
	def name(self, world, clock):
		return ask(facility=world.here, text="비밀 이야기")

	@pytest.mark.parametrize("user", [HEAD, FAR, OUTSIDER])
	def test_nobody_else_comes_near(self, name, user):
		with acting_as(user):
			for call in (
				lambda: api.inquiry(name),
				lambda: api.conversation(name),
				lambda: api.reply(name, "x"),
				lambda: api.finish(name),
				lambda: api.rate(name, 5),
				lambda: api.take(name),
				lambda: api.answer(name, "x"),
				lambda: api.close(name),
				lambda: api.download(name, "x"),
				lambda: frappe.get_list(INQUIRY),
				lambda: frappe.get_list("Support Inquiry Message", parent_doctype=INQUIRY),
				lambda: frappe.get_doc(INQUIRY, name).check_permission("read"),
			):
				with pytest.raises(frappe.PermissionError):
					call()

	def test_what_speaks_of_it_goes_no_further(self, name):
		memo = inquiry(name).add_comment("Comment", "운영자 메모")
		for user in (KIM, HEAD, FAR):
			assert references.is_out_of_reach(user, "Comment", memo.name)
		assert not references.is_out_of_reach(OPERATOR, "Comment", memo.name)

	def test_it_is_changed_by_the_buttons_alone(self, name):
		with acting_as(OPERATOR):
			doc = inquiry(name)
			doc.assigned_to = OPERATOR
			doc.save()
			doc.messages[0].text = "다른 말"
			with pytest.raises(FacilityAccessError):
				doc.save()
			doc = inquiry(name)
			doc.status = CLOSED
			with pytest.raises(FacilityAccessError):
				doc.save()
		with pytest.raises(FacilityAccessError):
			inquiry(name).delete()

	def test_files_are_ones_own(self, name):
		with acting_as(KIM):
			mine = _file("mine.txt")
			api.reply(name, "첨부합니다", [mine.file_url])
			kept = api.inquiry(name)["messages"][-1]["files"]
			assert [file["title"] for file in kept] == [mine.file_name]
			api.download(name, kept[0]["name"])
			assert frappe.local.response.filecontent in (b"paper", "paper")
		with acting_as(HEAD):
			theirs = _file("theirs.txt")
			with pytest.raises(frappe.PermissionError):
				api.download(name, kept[0]["name"])
		with acting_as(KIM), pytest.raises(FacilityAccessError):
			api.reply(name, "남의 파일", [theirs.file_url])

	def test_who_works_nowhere_asks_nothing(self):
		with acting_as(OUTSIDER):
			for call in (api.overview, api.search, api.notice_list, lambda: api.ask("Error", "제목", "내용")):
				with pytest.raises(FacilityAccessError):
					call()
			assert api.banners() == []

	def test_one_asks_about_ones_own_facility(self, world):
		with acting_as(KIM), pytest.raises(FacilityAccessError):
			api.ask("Error", "제목", "내용", facility=world.there)


def _file(name: str):
	return frappe.get_doc(
		{"doctype": "File", "file_name": name, "content": "paper", "is_private": 1}
	).insert()


def notice(**kw) -> str:
	values = {"title": "점검 안내", "kind": "Maintenance", "from_date": "2026-01-01", "body": "<p>내용</p>"}
	values |= {"banner": 1, "banner_until": frappe.utils.nowdate()}
	return frappe.get_doc({"doctype": "Support Notice", **values, **kw}).insert().name


def noticed(user: str) -> set[str]:
	with acting_as(user):
		assert {row["name"] for row in api.banners()} <= {row.name for row in api.notice_list()}
		return {row.name for row in api.notice_list()}


def test_notices_are_for_roles_and_areas():
	everybody = notice()
	heads = notice(roles=[{"role": FACILITY_HEAD}])
	seoul = notice(jurisdiction="서울특별시")
	busan_heads = notice(jurisdiction="부산광역시 해운대구", roles=[{"role": FACILITY_HEAD}])
	later = notice(from_date=frappe.utils.add_days(None, 1), banner=0)
	draft = notice(published=0)
	all_of_them = {everybody, heads, seoul, busan_heads, later, draft}
	assert noticed(KIM) & all_of_them == {everybody, seoul}
	assert noticed(HEAD) & all_of_them == {everybody, heads, seoul}
	assert noticed(FAR) & all_of_them == {everybody}
	assert noticed(OPERATOR) & all_of_them == {everybody, heads, seoul, busan_heads}


def test_a_banner_ends_and_urgent_ones_come_first():
	plain, urgent = notice(), notice(kind="Urgent", from_date="2025-12-01")
	over = notice(banner_until="2026-01-02")
	with acting_as(KIM):
		shown = [row["name"] for row in api.banners()]
	assert shown[0] == urgent and plain in shown and over not in shown


def test_questions_are_found_by_the_words_people_type():
	def first(words: str) -> str:
		with acting_as(KIM):
			return api.search(words)["faq"][0].question

	assert "비밀번호를 잊" in first("비밀번호")
	assert "다시 발급" in first("기부금영수증 재발급")
	assert "예산이 부족" in first("예산이 부족해요")
	with acting_as(KIM):
		assert api.search("외계인")["faq"] == []
		assert len(api.search()["faq"]) >= 40 and api.search()["pages"] == []


def test_questions_are_for_roles_and_their_views_are_counted():
	values = {"question": "시설장만 보는 질문", "answer": "<p>답</p>", "roles": [{"role": FACILITY_HEAD}]}
	entry = frappe.get_doc({"doctype": "FAQ Entry", "category": "Budget", **values}).insert()
	for user, sees in ((KIM, False), (HEAD, True), (OPERATOR, True)):
		with acting_as(user):
			assert (entry.name in {row.name for row in api.search()["faq"]}) is sees
			api.opened(entry.name)
	assert frappe.db.get_value("FAQ Entry", entry.name, "views") == 3


def test_hours_that_make_no_sense_are_refused():
	doc = frappe.get_doc("Support Setting")
	doc.update({"opens": "18:00:00", "closes": "09:00:00"})
	with pytest.raises(frappe.ValidationError):
		doc.save()
