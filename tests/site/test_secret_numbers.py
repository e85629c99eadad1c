"""Numbers that identify a person or an account (주민등록번호, 계좌번호, 카드번호): encrypted as they are stored, masked wherever a document
is shown, and no way to them but the one that asks for a purpose and logs it. Told from the installed DocTypes: a number that comes
tomorrow is tried too.
"""

import factory
import frappe
import house
import pytest
from frappe.utils.password import get_decrypted_password
from isolation_request import call, text_of, undone

SECRET = "_secret"
KEYS = {("Card Connection", "connection")}
"""Keys of systems, which no person has: they are never shown again."""
RESIDENT = "9001011234568"
ACCOUNT = "11022233344455"
HEAD = "head@numbers.test"


def numbers() -> list[tuple[str, str]]:
	"""The DocTypes of ours and their fields that show a masked number."""
	rows = frappe.get_all(
		"DocField", {"fieldtype": "Password", "fieldname": ("like", f"%{SECRET}")}, ["parent", "fieldname"]
	)
	ours = set(frappe.get_all("DocType", {"module": "Huimang"}, pluck="name"))
	found = {(row.parent, row.fieldname.removesuffix(SECRET)) for row in rows if row.parent in ours}
	return sorted(found - KEYS)


def _make() -> dict:
	home = house.build()
	factory.make_user(HEAD, home.facility, ["Facility Head", "Accountant", "HR Manager", "Donation Manager"])
	values = {
		"Counterparty": {
			"counterparty_name": "홍길동",
			"kind": "Individual",
			"bank_name": "국민은행",
			"resident_no": RESIDENT,
			"account_number": ACCOUNT,
		},
		"Facility Bank Account": {
			"account_title": "비밀 통장",
			"purpose": "Operating",
			"accounting_unit": "Facility",
			"bank_name": "국민은행",
			"account_number": ACCOUNT,
		},
	}
	return {
		"home": home,
		"docs": [
			frappe.get_doc({"doctype": doctype, "facility": home.facility, **fields}).insert()
			for doctype, fields in values.items()
		],
	}


built, clean_slate, world = house.once(_make, (HEAD,))


def test_each_secret_stands_beside_its_mask(site):
	"""The mask is what lists, papers and files show; the secret is on no form, paper, list or copy."""
	found = numbers()
	assert len(found) >= 6
	for doctype, field in found:
		meta = frappe.get_meta(doctype)
		shown = meta.get_field(field) or meta.get_field(f"{field}_no")
		secret = meta.get_field(f"{field}{SECRET}")
		assert shown, f"{doctype}: {secret.fieldname} has no mask beside it"
		assert secret.hidden, f"{doctype}: {secret.fieldname} is shown"
		assert not (secret.in_list_view or secret.in_standard_filter or secret.in_global_search), doctype
		assert not shown.in_global_search, f"{doctype}: {field} is in the index of the search"


def test_no_number_lies_open(world):
	"""Neither in the tables of the documents, nor in versions, comments, logs or the index of the search."""
	tables = [doc.doctype for doc in world["docs"]]
	for table in (
		*tables,
		"Version",
		"Comment",
		"Access Log",
		"Error Log",
		"Activity Log",
		"Deleted Document",
	):
		text = frappe.as_json(
			frappe.db.sql(f"select * from `tab{table}` order by creation desc limit 200", as_dict=True)
		)
		assert RESIDENT not in text and ACCOUNT not in text and RESIDENT[6:] not in text, table
	kept = frappe.as_json(frappe.db.sql("select * from __Auth where doctype in %s", [tables], as_dict=True))
	assert RESIDENT not in kept and ACCOUNT not in kept
	for doc in world["docs"]:
		assert get_decrypted_password(doc.doctype, doc.name, f"account_number{SECRET}") == ACCOUNT
		assert "*" in doc.account_number


ROADS = {
	"form": lambda user, doc: call(user, "frappe.desk.form.load.getdoc", doctype=doc.doctype, name=doc.name),
	"document": lambda user, doc: call(user, "frappe.client.get", doctype=doc.doctype, name=doc.name),
	"list": lambda user, doc: call(user, "frappe.client.get_list", doctype=doc.doctype, fields=["*"]),
	"secret by name": lambda user, doc: call(
		user, "frappe.client.get_list", doctype=doc.doctype, fields=["name", f"account_number{SECRET}"]
	),
	"value": lambda user, doc: call(
		user,
		"frappe.client.get_value",
		doctype=doc.doctype,
		fieldname=f"account_number{SECRET}",
		filters={"name": doc.name},
	),
	"export": lambda user, doc: call(
		user,
		"frappe.desk.reportview.export_query",
		doctype=doc.doctype,
		fields=["*"],
		file_format_type="CSV",
		purpose="확인",
	),
	"paper": lambda user, doc: call(
		user, "frappe.www.printview.get_html_and_style", doc=doc.doctype, name=doc.name
	),
	"password": lambda user, doc: call(
		user,
		"frappe.client.get_password",
		doctype=doc.doctype,
		name=doc.name,
		fieldname=f"account_number{SECRET}",
	),
	"link": lambda user, doc: call(user, "frappe.desk.search.search_link", doctype=doc.doctype, txt=doc.name),
}


@pytest.mark.parametrize("road", ROADS)
def test_nobody_is_shown_a_whole_number(world, road):
	"""Not even the head, by any road but that of a stated purpose."""
	for doc in world["docs"]:
		with undone():
			try:
				said = text_of(ROADS[road](HEAD, doc))
			except Exception as refusal:
				said = str(refusal)
			assert ACCOUNT not in said and RESIDENT not in said and RESIDENT[6:] not in said, doc.doctype


def test_a_number_cannot_be_guessed_by_filters(world):
	"""What is searched for is the mask."""
	for doc in world["docs"]:
		for field in ("account_number", f"account_number{SECRET}"):
			filters = [[doc.doctype, field, "like", f"{ACCOUNT[:8]}%"]]
			call(HEAD, "frappe.client.get_list", doctype=doc.doctype, filters=filters)
			assert not frappe.local.response.get("message")
