"""Step 1: the operator registers a facility, opens its books and gives its people their roles."""

import secrets

import pytest

TAG = f"{secrets.randbelow(10**6):06}"
FACILITY = f"햇살노인복지관 {TAG}"


def unique_no(serial: int) -> str:
	"""A synthetic 고유번호 with the right check digit."""
	digits = f"99982{serial:04d}"
	total = sum(int(d) * w for d, w in zip(digits, (1, 3, 7, 1, 3, 7, 1, 3, 5), strict=True))
	return digits + str((10 - (total + int(digits[8]) * 5 // 10) % 10) % 10)


@pytest.fixture(scope="module")
def operator(open_desk):
	return open_desk("Administrator")


@pytest.fixture(scope="module")
def facility(operator) -> str:
	"""The facility, registered in Desk: a wrong check digit is refused first."""
	operator.new("Corporation")
	operator.fill("corporation_name", f"햇살복지재단 {TAG}")
	operator.save()

	operator.new("Facility")
	operator.fill("facility_name", FACILITY)
	operator.link("facility_type", "노인복지관")
	operator.link("corporation", f"햇살복지재단 {TAG}")
	operator.fill("representative_name", "정다운")
	number = unique_no(secrets.randbelow(8000) + 1000)
	operator.fill("unique_no", number[:-1] + str((int(number[-1]) + 1) % 10))
	with operator.expecting_refusal():
		operator.press_primary()
		assert "등록증과 대조해" in operator.message()
	operator.fill("unique_no", number)
	operator.save()
	assert operator.value("unique_no").replace("-", "") == number
	operator.check()
	return operator.docname


def test_accounting_year_brings_the_subjects_of_the_facility_type(operator, facility):
	operator.new("Accounting Year")
	operator.link("facility", FACILITY)
	operator.fill("year", "2026")
	operator.save()
	assert operator.docname == f"{facility}-2026"
	operator.check()

	operator.open_list("account-subject", facility=facility)
	assert operator.list_count() > 60
	operator.check()


def test_facility_adds_a_semok_below_a_mok(operator, facility):
	operator.new("Account Subject")
	operator.link("facility", FACILITY)
	operator.choose("side", "세출")
	operator.link("parent_subject", "수용비 및 수수료")
	operator.fill("subject_name", "홍보물 제작비")
	operator.save()
	assert operator.value("level") == "Semok"
	assert operator.value("mok") == f"{facility}-E-132"
	operator.check()


def test_bank_account_shows_only_the_end_of_its_number(operator, facility):
	operator.new("Facility Bank Account")
	operator.link("facility", FACILITY)
	operator.fill("account_title", "후원금 전용계좌")
	operator.choose("purpose", "후원금")
	operator.fill("bank_name", "우리은행")
	operator.fill("account_number", "1234-567-890123")
	operator.fill("account_holder", FACILITY)
	operator.save()
	assert operator.value("account_number").endswith("0123")
	assert "567" not in operator.value("account_number")
	operator.check()


def test_fund_sources_and_programs(operator, facility):
	operator.open_list("fund-source", facility=facility)
	assert operator.list_count() >= 6
	operator.check()

	operator.new("Welfare Program")
	operator.link("facility", FACILITY)
	operator.fill("program_name", "방문 돌봄")
	operator.save()
	operator.check()


def test_staff_get_their_role_and_their_home(operator, facility, open_desk, on_site):
	login, password = f"newcomer-{TAG}@haetsal.example", secrets.token_urlsafe(12)
	operator.new("User")
	operator.fill("email", login)
	operator.fill("first_name", f"한새봄 {TAG}")
	operator.untick("send_welcome_email")
	operator.save()

	operator.new("Facility Membership")
	operator.link("facility", FACILITY)
	operator.link("user", f"한새봄 {TAG}")
	operator.fill("position_title", "회계 담당")
	operator.add_row("roles")
	operator.choose_cell("roles", 1, "role", "회계 담당자")
	operator.tick("is_disbursing_officer")
	operator.save()
	operator.check()

	on_site(f"from frappe.utils.password import update_password\nupdate_password({login!r}, {password!r})")
	newcomer = open_desk(login, password)
	newcomer.open("")
	newcomer.page.wait_for_url("**/app/accountant")
	assert newcomer.page.locator(".huimang-facility").inner_text() == FACILITY
	newcomer.check()
