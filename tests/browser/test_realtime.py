"""Events reach the browser that they are for, and no other."""

import os
import queue

import pytest
import requests
import socketio

READER = "realtime-reader@example.com"


def connect(
	url: str, site: str, port: int, sid: str, origin: str | None = None
) -> tuple[socketio.Client, queue.Queue]:
	"""Connect as the Desk does; return the socket and the progress events that it receives."""
	received = queue.Queue()
	# the header below is the only Origin
	client = socketio.Client(websocket_extra_options={"suppress_origin": True})
	client.on("progress", received.put, namespace=f"/{site}")
	client.connect(
		f"http://localhost:{port}",
		headers={"Cookie": f"sid={sid}", "Origin": origin or url},
		namespaces=[f"/{site}"],
		transports=["websocket"],
		wait_timeout=20,
	)
	return client, received


def session(url: str, user: str, password: str) -> str:
	"""Log in and return the session's id."""
	answer = requests.post(f"{url}/api/method/login", data={"usr": user, "pwd": password}, timeout=30)
	assert answer.ok, answer.text
	return answer.cookies["sid"]


@pytest.fixture(scope="module")
def port(on_site) -> int:
	return int(on_site("print(frappe.conf.socketio_port)"))


@pytest.fixture(scope="module")
def administrator(desk_url) -> str:
	return session(desk_url, "Administrator", os.environ["HUIMANG_ADMIN_PASSWORD"])


@pytest.fixture(scope="module")
def reader(desk_url, on_site) -> str:
	"""The session of a Desk user who may read almost nothing."""
	password = "Huimang!2468-realtime"
	on_site(f"""
if not frappe.db.exists("User", {READER!r}):
	user = frappe.new_doc("User", email={READER!r}, first_name="Reader", send_welcome_email=0, user_type="System User")
	user.append("roles", {{"role": "Report Manager"}})
	user.flags.no_welcome_mail = True
	user.insert()
from frappe.utils.password import update_password
update_password({READER!r}, {password!r})
""")
	return session(desk_url, READER, password)


def test_progress_reaches_its_user_and_nobody_else(desk_url, desk_site, port, administrator, reader, on_site):
	mine, my_events = connect(desk_url, desk_site, port, administrator)
	other, other_events = connect(desk_url, desk_site, port, reader)
	try:
		on_site("frappe.publish_progress(40, title='마감')")
		assert my_events.get(timeout=60)["percent"] == 40
		# a later event, for both, shows that the first one did not come late
		on_site("frappe.publish_realtime('progress', {'percent': 99}, room='website')")
		assert other_events.get(timeout=60)["percent"] == 99
		assert other_events.empty()
	finally:
		mine.disconnect()
		other.disconnect()


def test_a_progress_bar_moves_in_the_desk(log_in, on_site):
	page = log_in("Administrator", os.environ["HUIMANG_ADMIN_PASSWORD"])
	page.goto("/app/user")
	page.wait_for_function("() => frappe.realtime.socket && frappe.realtime.socket.connected")
	on_site("frappe.publish_progress(40, title='월 마감', description='원장을 확인합니다')")
	bar = page.locator(".modal.show .progress-bar")
	bar.wait_for()
	assert bar.get_attribute("style").replace(" ", "") == "width:40%;"
	assert page.locator(".modal.show .modal-title").inner_text().strip() == "월 마감"


def test_document_events_need_permission_to_read_it(
	desk_url, desk_site, port, administrator, reader, on_site
):
	clients = [connect(desk_url, desk_site, port, sid) for sid in (administrator, reader)]
	try:
		for client, _ in clients:
			for event, about in (("doc_subscribe", ("User", "Administrator")), ("task_subscribe", "marker")):
				client.call(event, about, namespace=f"/{desk_site}", timeout=60)
		on_site("""
frappe.publish_realtime("progress", {"percent": 10}, doctype="User", docname="Administrator")
frappe.publish_realtime("progress", {"percent": 20}, task_id="marker")
""")
		assert [clients[0][1].get(timeout=60)["percent"] for _ in range(2)] == [10, 20]
		assert clients[1][1].get(timeout=60)["percent"] == 20
		assert clients[1][1].empty()
	finally:
		for client, _ in clients:
			client.disconnect()


def test_a_page_elsewhere_is_refused(desk_url, desk_site, port, administrator):
	with pytest.raises(socketio.exceptions.ConnectionError):
		connect(desk_url, desk_site, port, administrator, origin="http://elsewhere.example")


def test_a_stranger_hears_nothing_of_the_desk(desk_url, desk_site, port, on_site):
	stranger, events = connect(desk_url, desk_site, port, "no-session")
	try:
		on_site("""
frappe.publish_realtime("progress", {"percent": 1})
frappe.publish_realtime("progress", {"percent": 2}, room="website")
""")
		assert events.get(timeout=60)["percent"] == 2
		assert events.empty()
	finally:
		stranger.disconnect()
