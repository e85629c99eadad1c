"""법인카드: each use is recorded once, in whatever order and however often it is told, and becomes one draft of a resolution."""

import itertools
from datetime import date, datetime

import card_house
import frappe
import pytest
from card_house import cancellation, record, resolution_of, standing, use
from factory import acting_as, approve, make_user, settle
from house import once
from refusals import refused

from huimang.card import api, automatic, billing, drafts, links, notices, transactions
from huimang.rules.errors import RuleViolation

TAG = "cards"
WORKER = "worker-cards@example.com"


def make():
	home = card_house.build(tag=TAG)
	make_user(WORKER, home.facility, ["Facility Staff"])
	values = {"facility": home.facility, "full_name": "박복지", "user": WORKER, "hired_on": "2024-03-01"}
	frappe.get_doc({"doctype": "Facility Employee", **values, "weekly_hours": 40}).insert()
	return home


built, clean_slate, home = once(make, (*card_house.people(TAG), WORKER))


def drafted(home, *uses, **chosen):
	with acting_as(home.accountant):
		return frappe.get_doc("Expense Resolution", api.draft([row.name for row in uses], chosen or None))


def by_card(home, *lines, **kw):
	"""A draft of a resolution that somebody has written without a thought of the card's uses."""
	doc = home.expense(*lines, **kw)
	doc.payment_method = "Dedicated Card"
	return doc.save()


def amounts(home) -> tuple[int, int]:
	"""What all uses of the facility come to, by their rows and by what is left of the approvals."""
	rows = frappe.get_all("Card Transaction", {"facility": home.facility}, ["amount", "net_amount"])
	return sum(int(row.amount) for row in rows), sum(int(row.net_amount) for row in rows)


class TestCard:
	def test_the_number_is_kept_encrypted_and_shown_by_its_ends(self, home, monkeypatch):
		monkeypatch.setattr(frappe.db, "commit", lambda: None)
		card = frappe.get_doc("Corporate Card", home.cards["subsidy"])
		assert card.card_number == "9410-****-****-1234"
		assert "1234567" not in str(
			frappe.db.sql("SELECT * FROM `tabCorporate Card` WHERE name = %s", card.name)
		)
		with acting_as(home.accountant):
			assert api.reveal_card_number(card.name, "분실 신고") == "9410123456781234"
		with acting_as(home.director), refused(frappe.PermissionError):
			api.reveal_card_number(card.name, "궁금해서")

	def test_a_card_is_paid_from_an_account_of_its_money(self, home):
		with refused(frappe.ValidationError, "보조금 전용카드"):
			card_house.card(home, "subsidy", home.operating_bank, card_number="9410-0000-0000-9999")
		with refused(frappe.DuplicateEntryError):
			card_house.card(home, "own", home.operating_bank, card_title="사본")

	def test_uses_told_before_their_card_is_registered_find_it(self, home):
		told = use(card_number="6250-****-****-7777", approval_no="77")
		early, back = (
			record(home, told),
			record(home, cancellation(card_number="****-****-****-7777", approval_no="77", amount=5_000)),
		)
		assert early.attention and not early.corporate_card
		card = card_house.card(
			home, "own", home.operating_bank, card_number="6250-1111-2222-7777", card_title="새 카드"
		)
		early.reload()
		back.reload()
		assert (early.corporate_card, early.attention, int(early.net_amount)) == (card, None, 15_000)
		assert (back.original, back.status) == (early.name, "Cancelled")


class TestRecording:
	def test_a_use_is_recorded_once(self, home):
		first = transactions.record(home.facility, use(), "Webhook")
		again = transactions.record(home.facility, use(approved_at=datetime(2026, 11, 20)), "Upload")
		assert first.is_new and not again.is_new and first.name == again.name

	def test_another_amount_under_the_same_number_is_refused(self, home):
		record(home)
		with pytest.raises(RuleViolation):
			transactions.record(home.facility, use(amount=30_000), "Webhook")

	@pytest.mark.parametrize("order", itertools.permutations(range(4)))
	def test_cancellations_in_any_order_leave_the_same(self, home, order):
		told = [use(), cancellation(amount=5_000), cancellation(amount=5_000, cancellation_no="2"), use()]
		for number in order:
			transactions.record(home.facility, told[number], "Webhook")
		assert amounts(home) == (10_000, 10_000)
		assert frappe.db.count("Card Transaction", {"facility": home.facility}) == 3
		assert not frappe.db.exists("Card Transaction", {"facility": home.facility, "status": "Waiting"})

	def test_c4_what_was_cancelled_is_nothing_and_becomes_no_resolution(self, home):
		back = record(home, cancellation())
		assert back.status == "Waiting"
		gone = record(home)
		assert amounts(home) == (0, 0) and standing(gone.name) == standing(back.name) == "Cancelled"
		with refused(frappe.ValidationError, "취소"):
			drafted(home, gone)

	def test_what_was_told_is_never_changed(self, home):
		told = record(home)
		with acting_as(home.accountant):
			for field, value in (
				("amount", 1),
				("merchant_name", "다른 곳"),
				("status", "Settled"),
				("net_amount", 1),
			):
				told.reload()
				told.set(field, value)
				with refused(frappe.ValidationError):
					told.save()
			told.reload()
			told.memo = "행사 문구"
			told.save()
			with refused(frappe.ValidationError, "지울 수 없습니다"):
				told.delete()

	def test_what_a_watcher_breaks_leaves_the_use(self, home, monkeypatch):
		seen = []
		monkeypatch.setattr(frappe, "get_hooks", _watched_by(seen))
		told = record(home)
		assert seen == [told.name] and frappe.db.exists("Card Transaction", told.name)


def _watched_by(seen: list):
	real = frappe.get_hooks

	def hooks(hook=None, *args, **kw):
		return [f"{__name__}.break_down"] if hook == "huimang_card_watchers" else real(hook, *args, **kw)

	def break_down(names):
		seen.extend(names)
		raise KeyError("a watcher's own fault")

	real_attr = frappe.get_attr
	frappe.get_attr = lambda path: break_down if path.endswith(".break_down") else real_attr(path)
	return hooks


class TestDraft:
	def test_each_use_is_in_one_resolution(self, home):
		later = datetime(2026, 11, 21, 9)
		first, second = record(home), record(home, approval_no="2", amount=7_000, approved_at=later)
		doc = drafted(home, first, second)
		assert (doc.stage, int(doc.total_amount), doc.payment_method) == ("Draft", 27_000, "Dedicated Card")
		assert [(row.account_subject, int(row.amount)) for row in doc.lines] == [
			(home.supplies, 20_000),
			(home.supplies, 7_000),
		]
		assert [row.document_no for row in doc.evidence] == ["30012345", "2"]
		assert (
			frappe.db.get_value("Counterparty", doc.lines[0].counterparty, "business_no") == card_house.SHOP
		)
		with refused(frappe.ValidationError, "결의서"):
			drafted(home, second)
		settled = settle(approve(doc))
		assert settled.stage == "Settled" and standing(first.name) == standing(second.name) == "Settled"

	def test_the_shop_is_booked_as_last_time(self, home):
		drafted(
			home,
			record(home),
			account_subject=home.travel,
			program=home.program,
			fund_source=home.subsidy,
			counter_subject=home.grant,
		)
		assert drafted(home, record(home, approval_no="2")).lines[0].account_subject == home.travel

	def test_without_a_line_it_is_not_drafted(self, home):
		plain = record(home, card_number="5327-****-****-2222")
		with refused(drafts.Undecided, "과목"):
			drafted(home, plain)

	def test_a_deleted_or_cancelled_resolution_gives_its_uses_back(self, home):
		one = record(home)
		doc = drafted(home, one)
		with acting_as(home.accountant):
			doc.delete() if frappe.has_permission("Expense Resolution", "delete") else frappe.delete_doc(
				"Expense Resolution", doc.name, ignore_permissions=True
			)
		assert standing(one.name) == "Unmatched"
		approved = approve(drafted(home, one))
		from huimang.approval import service

		with acting_as(home.head):
			service.move_to("Expense Resolution", approved.name, "Cancelled", comment="다른 카드입니다.")
		assert standing(one.name) == "Unmatched" and not resolution_of(one.name)

	def test_it_writes_itself_once(self, home, monkeypatch):
		monkeypatch.setattr(frappe.db, "commit", lambda: None)
		frappe.db.set_value("Corporate Card", home.cards["subsidy"], "draft_automatically", 1)
		one = record(home)
		automatic.draft_all()
		doc = resolution_of(one.name)
		assert doc.stage == "Draft" and doc.writer in (home.accountant, home.colleague)
		frappe.delete_doc("Expense Resolution", doc.name, ignore_permissions=True)
		automatic.draft_all()
		assert not resolution_of(one.name), "what somebody has deleted does not come back"


class TestCancelledAfterTheDraft:
	def test_a_draft_follows(self, home):
		one, two = record(home), record(home, approval_no="2", amount=7_000)
		doc = drafted(home, one, two)
		record(home, cancellation(amount=5_000))
		doc.reload()
		assert int(doc.total_amount) == 22_000
		record(home, cancellation(approval_no="2", amount=7_000))
		doc.reload()
		assert (int(doc.total_amount), len(doc.evidence), doc.card_uses) == (15_000, 1, 1)
		record(home, cancellation(amount=15_000))
		assert not frappe.db.exists("Expense Resolution", doc.name)
		assert standing(one.name) == standing(two.name) == "Cancelled"

	def test_what_is_asked_for_stays_and_is_not_paid(self, home):
		one = record(home)
		doc = approve(drafted(home, one))
		record(home, cancellation(amount=5_000))
		one.reload()
		assert (
			one.attention
			and int(frappe.db.get_value("Expense Resolution", doc.name, "total_amount")) == 20_000
		)
		assert frappe.db.exists("Notification Log", {"document_name": one.name, "for_user": home.accountant})
		with refused(frappe.ValidationError, "15,000"):
			settle(doc)


class TestResolution:
	def test_its_uses_and_it_come_to_the_same(self, home):
		doc = drafted(home, record(home))
		doc.lines[0].amount = 19_000
		doc.save()
		with refused(frappe.ValidationError, "19,000"):
			approve(doc)

	def test_x3_a_subsidy_card_pays_for_subsidies_only(self, home):
		doc = drafted(home, record(home), fund_source=home.own)
		with refused(frappe.ValidationError, "보조금"):
			approve(doc)

	def test_c1_a_card_is_for_its_subjects(self, home):
		card = frappe.get_doc("Corporate Card", home.cards["subsidy"])
		card.append("subjects", {"account_subject": home.travel})
		card.save()
		with refused(frappe.ValidationError, "수용비"):
			approve(drafted(home, record(home)))

	def test_a_slip_of_another_resolution_is_no_evidence(self, home):
		mine, other = record(home), record(home, approval_no="2")
		drafted(home, other)
		doc = home.expense(evidence=[{"evidence_type": "Card Slip", "card_transaction": mine.name}])
		with refused(frappe.ValidationError, "카드전표"):
			approve(doc)

	def test_the_photo_goes_along(self, home):
		frappe.db.set_value("Corporate Card", home.cards["subsidy"], "receipt_required", 1)
		one = record(home)
		doc = drafted(home, one)
		with refused(frappe.ValidationError, "영수증"):
			approve(doc)
		with acting_as(home.accountant):
			file = frappe.get_doc(
				{"doctype": "File", "file_name": "slip.png", "content": b"\x89PNG", "is_private": 1}
			).insert()
			assert api.attach_receipt(one.name, file.file_url, "회의 다과") == "Evidenced"
		doc.reload()
		assert doc.evidence[0].attachment == file.file_url
		assert approve(doc).stage == "Approved"


class TestMatching:
	def test_a_resolution_of_the_same_shop_amount_and_days_is_found(self, home):
		with acting_as(home.accountant):
			shop = frappe.get_doc(
				{
					"doctype": "Counterparty",
					"facility": home.facility,
					"counterparty_name": "희망문구",
					"business_no": card_house.SHOP,
				}
			).insert()
		sure = by_card(home, home.line(counterparty=shop.name), cause_date="2026-11-18")
		by_card(home, cause_date="2026-11-10")
		one = record(home)
		assert [row.name for row in links.candidates(one)] == [sure.name]
		with acting_as(home.accountant):
			assert api.link_all(home.facility) == {"linked": 1, "open": 0}
			assert resolution_of(one.name).card_uses == 1
			two = record(home, approval_no="2")
			with refused(frappe.ValidationError, "20,000"):
				api.link(two.name, sure.name)
			api.unlink(one.name)
		assert standing(one.name) == "Unmatched"

	def test_what_needs_no_resolution_is_marked(self, home):
		one = record(home)
		with acting_as(home.accountant):
			api.exclude(one.name, "개인 사용분을 돌려받음")
			assert standing(one.name) == "Excluded"
			with refused(frappe.ValidationError):
				api.draft([one.name])
			api.exclude(one.name)
		assert standing(one.name) == "Unmatched"

	def test_unmatched_uses_are_reminded_of_once_a_week(self, home):
		record(home, approved_at=datetime(2026, 11, 2))
		record(home, approval_no="2", approved_at=datetime(2026, 11, 19))
		today = date(2026, 11, 20)
		assert [notices.remind(home.facility, today), notices.remind(home.facility, today)] == [1, 0]
		told = frappe.get_all(
			"Notification Log", {"document_name": home.cards["subsidy"]}, ["for_user", "subject"]
		)
		assert {row.for_user for row in told} == {home.accountant, home.colleague, home.head}
		assert "20,000" in told[0].subject


class TestBill:
	def test_a_bill_is_paid_on_its_day(self, home):
		one, two = (
			record(home, approved_at=datetime(2026, 10, 5)),
			record(home, approval_no="2", approved_at=datetime(2026, 10, 30)),
		)
		left = record(home, approval_no="3", approved_at=datetime(2026, 11, 1))
		assert (one.billing_date, left.billing_date) == (date(2026, 11, 14), date(2026, 12, 14))
		for item in (one, two):
			approve(drafted(home, item))
		with acting_as(home.accountant):
			assert [
				(row["billing_date"], row["total"], row["unmatched"])
				for row in api.bills(home.cards["subsidy"])
			] == [
				(date(2026, 11, 14), 40_000, 0),
				(date(2026, 12, 14), 20_000, 1),
			]
			assert api.bill(home.cards["subsidy"], "2026-11-14")["payable"] == 40_000
			paid = api.pay_bill(home.cards["subsidy"], "2026-11-14", str(frappe.utils.getdate()))
		assert len(paid) == 2 and standing(one.name) == standing(two.name) == "Settled"
		assert billing.bill(home.cards["subsidy"], "2026-11-14")["total"] == 0


class TestHolder:
	def test_a_holder_sees_and_evidences_their_own_uses_alone(self, home):
		"""Somebody of the staff with a card: no role reads cards for them, that they hold it does."""
		card = frappe.get_doc("Corporate Card", home.cards["own"])
		card.update({"holder": WORKER, "holder_name": None})
		card.save()
		mine, other = record(home, card_number="5327-****-****-2222", approval_no="9"), record(home)
		with acting_as(WORKER):
			assert [row.name for row in api.my_uses()] == [mine.name]
			assert frappe.get_list("Card Transaction", pluck="name") == [mine.name]
			file = frappe.get_doc(
				{"doctype": "File", "file_name": "slip.png", "content": b"\x89PNG", "is_private": 1}
			).insert()
			api.attach_receipt(mine.name, file.file_url, "간식")
			with refused(frappe.PermissionError):
				api.attach_receipt(other.name, file.file_url)
			with refused(frappe.PermissionError):
				api.exclude(mine.name, "내 것이라서")
			with refused(frappe.PermissionError):
				api.draft([mine.name])
			mine.reload()
			mine.billing_date = "2027-01-01"
			with refused(frappe.ValidationError):
				mine.save()
