"""Ways into another facility that are no row of the table of roads: files, reports, sharing, links, forged documents.

가온 (A)  broad@ all working roles, auditor@        나래 (B)  the records;  broad@, auditor@
"""

import io
import zipfile

import factory
import frappe
import isolation_world
import pytest
from isolation_request import call, fetch, send, text_of, undone

from huimang.errors import FacilityAccessError
from huimang.facility import access, scope

pytestmark = pytest.mark.long

REFUSED = (frappe.PermissionError, frappe.DoesNotExistError)


@pytest.fixture(scope="module")
def world(site):
	with isolation_world.stage() as world:
		yield world


@pytest.fixture(autouse=True)
def clean_slate(world):
	"""In the place of the fixture of all tests of the site: the stage stays."""
	with isolation_world.scene(world):
		yield


@pytest.fixture
def evidence(world):
	"""A receipt that B's people attached to their counterparty; its text is the secret."""
	target = world.records["Counterparty"]
	with factory.acting_as(world.user("b", "broad")):
		return frappe.get_doc(
			{
				"doctype": "File",
				"file_name": "receipt-zq.txt",
				"content": "the receipt of zqreceipt",
				"attached_to_doctype": target.doctype,
				"attached_to_name": target.name,
			}
		).insert()


# ---- files


def test_files_of_a_facility_are_private_whatever_is_asked_for(world):
	target = world.records["Counterparty"]
	with factory.acting_as(world.user("b", "broad")):
		file = frappe.get_doc(
			{
				"doctype": "File",
				"file_name": "open.txt",
				"content": "x",
				"is_private": 0,
				"attached_to_doctype": target.doctype,
				"attached_to_name": target.name,
			}
		).insert()
		assert file.file_url.startswith("/private/files/")
		with pytest.raises(frappe.ValidationError):
			file.update({"is_private": 0}).save()


FILE_ROADS = {
	"URL": lambda user, file: fetch(user, file.file_url),
	"download": lambda user, file: call(user, "download_file", file_url=file.file_url),
	"list": lambda user, file: call(
		user, "frappe.client.get_list", doctype="File", fields=["file_url"], limit_page_length=0
	),
	"file manager": lambda user, file: call(
		user, "frappe.core.api.file.get_files_in_folder", folder="Home/Attachments", page_length=100
	),
	"file search": lambda user, file: call(
		user, "frappe.core.api.file.get_files_by_search_text", text="receipt-zq"
	),
	"pictures of documents": lambda user, file: call(
		user,
		"frappe.core.api.file.get_attached_images",
		doctype=file.attached_to_doctype,
		names=[file.attached_to_name],
	),
	"record": lambda user, file: call(user, "frappe.client.get", doctype="File", name=file.name),
}


@pytest.mark.parametrize("road", FILE_ROADS)
def test_a_file_is_had_at_home_only(world, evidence, road):
	def told(user: str) -> bool:
		try:
			said = text_of(FILE_ROADS[road](user, evidence))
		except Exception:
			return False
		return "zqreceipt" in said or evidence.file_url in said

	assert not told(world.user("a", "broad"))
	assert not told("Guest")
	assert told(world.user("b", "broad"))


def test_a_packed_file_is_had_at_home_only(world, evidence):
	with pytest.raises(REFUSED):
		call(world.user("a", "broad"), "frappe.core.api.file.zip_files", files=[evidence.name])
	call(world.user("b", "broad"), "frappe.core.api.file.zip_files", files=[evidence.name])
	packed = zipfile.ZipFile(io.BytesIO(frappe.local.response.filecontent))
	assert b"zqreceipt" in packed.read(packed.namelist()[0])
	with pytest.raises(REFUSED):
		call(world.user("a", "broad"), "frappe.core.api.file.unzip_file", name=evidence.name)


def test_naming_a_file_does_not_make_it_ones_own(world, evidence):
	"""The framework takes the URL of a file on trust, in four places."""
	stranger, colleague = world.user("a", "broad"), world.user("b", "broad")
	with factory.acting_as(stranger):
		own = frappe.get_doc(
			{
				"doctype": "Counterparty",
				"facility": world.a,
				"counterparty_name": "우리 거래처",
				"kind": "Business",
			}
		).insert()
	claims = {
		"an unattached record": lambda: call(
			stranger, "upload_file", file_url=evidence.file_url, file_name="x.txt", is_private=1
		),
		"a record at one's own document": lambda: call(
			stranger,
			"upload_file",
			file_url=evidence.file_url,
			file_name="x.txt",
			doctype=own.doctype,
			docname=own.name,
		),
		"a copy at one's own document": lambda: call(
			stranger,
			"frappe.utils.file_manager.add_attachments",
			doctype=own.doctype,
			name=own.name,
			attachments=[evidence.name],
		),
		"a field of one's own document": lambda: call(
			stranger,
			"frappe.client.set_value",
			doctype="Facility",
			name=world.a,
			fieldname="logo",
			value=evidence.file_url,
		),
	}
	for claim, make in claims.items():
		with undone():
			try:
				make()
			except Exception:
				frappe.clear_messages()
			reached = [name for name in frappe.get_all("File", {"file_url": evidence.file_url}, pluck="name")]
			with factory.acting_as(stranger):
				assert not any(frappe.get_doc("File", name).is_downloadable() for name in reached), claim
	with factory.acting_as(colleague):
		assert frappe.get_doc("File", evidence.name).is_downloadable()


def test_who_has_left_loses_the_files_they_uploaded(world, evidence):
	"""The framework lets the owner of a File have it for ever."""
	colleague = world.user("b", "broad")
	membership = frappe.get_doc("Facility Membership", f"{world.b}-{colleague}")
	membership.update({"enabled": 0}).save()
	with factory.acting_as(colleague):
		assert not frappe.get_doc("File", evidence.name).is_downloadable()
		assert not frappe.get_doc("File", evidence.name).has_permission("read")


# ---- reports


@pytest.fixture
def operators_report(world):
	"""An operator's query over all facilities, which names the facility in a Link column."""
	report = {
		"doctype": "Report",
		"report_name": "Everything Everywhere",
		"ref_doctype": "Fund Source",
		"report_type": "Query Report",
		"is_standard": "No",
		"module": "Huimang",
		"query": "select name as 'Fund Source:Link/Fund Source:120', facility as 'Facility:Link/Facility:120',"
		" fund_source_name as 'Title::120' from `tabFund Source`",
		"roles": [{"role": "Accountant"}],
	}
	return frappe.get_doc(report).insert().name


def test_an_operators_query_shows_each_facility_its_own_rows(world, operators_report):
	secret = world.records["Fund Source"].secret
	said = {
		house_: text_of(
			call(world.user(house_, "broad"), "frappe.desk.query_report.run", report_name=operators_report)
		)
		for house_ in ("a", "b")
	}
	assert secret not in said["a"]
	assert secret in said["b"]


def test_a_prepared_report_is_shown_to_who_asked_for_it(world, operators_report):
	"""The framework shows it to everybody with a role of the report."""
	colleague, stranger = world.user("b", "broad"), world.user("a", "broad")
	with factory.acting_as(colleague):
		prepared = frappe.get_doc(
			{"doctype": "Prepared Report", "report_name": operators_report, "filters": "{}"}
		)
		prepared.flags.ignore_permissions = True
		prepared.insert()
	asked = {"prepared_report_name": prepared.name}
	with pytest.raises(REFUSED):
		call(stranger, "frappe.desk.query_report.run", report_name=operators_report, filters=asked)
	call(colleague, "frappe.desk.query_report.run", report_name=operators_report, filters=asked)
	with pytest.raises(REFUSED):
		call(
			stranger,
			"frappe.core.doctype.prepared_report.prepared_report.delete_prepared_reports",
			reports=[{"name": prepared.name}],
		)


# ---- sharing, links, forged documents


def share(sharer: str, note, /, **kw):
	return call(sharer, "frappe.share.add", doctype=note.doctype, name=note.name, write=1, **kw)


def test_a_document_is_shared_inside_its_facility_only(world):
	note, colleague = world.records[isolation_world.OPERATORS], world.user("b", "broad")
	for given in ({"user": world.user("a", "broad")}, {"everyone": 1}):
		with pytest.raises(REFUSED):
			share(colleague, note, **given)
	assert not frappe.db.exists("DocShare", {"share_name": note.name})
	share(colleague, note, user=world.user("b", "auditor"))
	assert frappe.db.exists("DocShare", {"share_name": note.name, "user": world.user("b", "auditor")})


def test_assigning_to_an_outsider_shares_nothing(world):
	note, colleague = world.records[isolation_world.OPERATORS], world.user("b", "broad")
	outsider = world.user("a", "broad")
	with pytest.raises(REFUSED):
		call(
			colleague,
			"frappe.desk.form.assign_to.add",
			doctype=note.doctype,
			name=note.name,
			assign_to=[outsider],
		)


def test_what_was_shared_ends_with_the_membership(world):
	note, auditor = world.records[isolation_world.OPERATORS], world.user("b", "auditor")
	share(world.user("b", "broad"), note, user=auditor)
	frappe.get_doc("Facility Membership", f"{world.b}-{auditor}").update({"enabled": 0}).save()
	assert not frappe.db.exists("DocShare", {"share_name": note.name, "user": auditor})
	assert not frappe.has_permission(note.doctype, "read", doc=note.name, user=auditor)


def test_a_link_leads_to_ones_own_facility(world):
	"""Names of records can be guessed, and a linked record's title and fields are fetched into the form."""
	with factory.acting_as(world.user("a", "broad")):
		own = frappe.get_doc(
			{"doctype": "Fund Source", "facility": world.a, "fund_source_name": "우리 재원", "kind": "Other"}
		)
		own = own.insert().name if own.has_permission("create") else None
	own = own or "none"
	note = {"doctype": isolation_world.OPERATORS, "house": world.a, "title": "방문"}
	with factory.acting_as(world.user("a", "broad")):
		for field in (
			{"fund_source": world.records["Fund Source"].name},
			_anywhere(world.records["Counterparty"]),
		):
			with pytest.raises(FacilityAccessError):
				frappe.get_doc({**note, **field}).insert()
		frappe.get_doc({**note, "fund_source": own}).insert()
	with pytest.raises(REFUSED):
		call(
			world.user("a", "broad"),
			"frappe.www.printview.get_html_and_style",
			doc={**note, "fund_source": world.records["Fund Source"].name, "name": "x"},
		)


def _anywhere(record) -> dict:
	return {"about_doctype": record.doctype, "about": record.name}


def test_a_document_is_judged_by_the_facility_that_is_stored(world):
	"""A client may send a document with its own facility in it, to save it or to call a method of it."""
	record, stranger = world.records["Fund Source"], world.user("a", "broad")
	forged = frappe.get_doc({"doctype": record.doctype, "name": record.name, "facility": world.a})
	for right in ("read", "write", "print"):
		assert not access.has_permission(forged, right, stranger)
	assert access.has_permission(
		frappe.get_doc(record.doctype, record.name), "read", world.user("b", "broad")
	)


def test_a_row_stays_with_its_document(world):
	row, stranger = world.records[isolation_world.OPERATORS_ROWS], world.user("a", "broad")
	with factory.acting_as(stranger):
		mine = frappe.get_doc({"doctype": isolation_world.OPERATORS, "house": world.a, "title": "x"}).insert()
	with pytest.raises(REFUSED):
		send(
			stranger,
			"PUT",
			f"/api/resource/{row.doctype}/{row.name}",
			data={"parent": mine.name, "remark": "taken"},
		)
	assert frappe.db.get_value(row.doctype, row.name, "parent") == row.parent.name


# ---- what an operator adds


def test_a_doctype_is_guarded_from_the_moment_it_is_made(site):
	"""No restart, no line of code: the hooks are read anew when a DocType or a field is saved."""
	assert isolation_world.OPERATORS in frappe.get_hooks("permission_query_conditions")
	assert isolation_world.OPERATORS_ROWS in frappe.get_hooks("permission_query_conditions")
	assert scope.facility_field(isolation_world.OPERATORS) == "house"
