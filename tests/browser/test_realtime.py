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
	client = socketio.Client()
	client.on("progress", received.put, namespace=f"/{site}")
	client.connect(
		f"http://localhost:{port}",
		headers={"Cookie": f"sid={sid}", "Origin": origin or url},
		namespaces=[f"/{site}"],
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
	user.append("roles", {{"role": "Desk User"}})
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
		assert my_events.get(timeout=10)["percent"] == 40
		# a later event, for both, shows that the first one did not come late
		on_site("frappe.publish_realtime('progress', {'percent': 99}, room='website')")
		assert other_events.get(timeout=10)["percent"] == 99
		assert other_events.empty()
	finally:
		mine.disconnect()
		other.disconnect()


def test_document_events_need_permission_to_read_it(
	desk_url, desk_site, port, administrator, reader, on_site
):
	clients = [connect(desk_url, desk_site, port, sid) for sid in (administrator, reader)]
	try:
		for client, _ in clients:
			client.emit("doc_subscribe", ("System Settings", "System Settings"), namespace=f"/{desk_site}")
			# answered after it, by the same socket
			client.emit("task_subscribe", "marker", namespace=f"/{desk_site}")
		clients[0][0].sleep(2)
		on_site("""
frappe.publish_realtime("progress", {"percent": 10}, doctype="System Settings", docname="System Settings")
frappe.publish_realtime("progress", {"percent": 20}, task_id="marker")
""")
		assert [clients[0][1].get(timeout=10)["percent"] for _ in range(2)] == [10, 20]
		assert clients[1][1].get(timeout=10)["percent"] == 20
		assert clients[1][1].empty()
	finally:
		for client, _ in clients:
			client.disconnect()


@pytest.mark.parametrize("sid, origin", [("nonsense", None), (None, "http://elsewhere.example")])
def test_strangers_are_refused(desk_url, desk_site, port, administrator, sid, origin):
	with pytest.raises(socketio.exceptions.ConnectionError):
		connect(desk_url, desk_site, port, sid or administrator, origin)
