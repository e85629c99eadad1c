"""The realtime server: Socket.IO for the Desk, fed by the framework's Redis channel `events`.

It keeps to the framework's own protocol: one namespace per site, rooms by user, DocType, document and task, a connection
authenticated by the session cookie, and permission asked of the framework before a room is entered.
"""

import asyncio
import contextlib
import json
import os
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

import redis.asyncio
import requests
import socketio
import uvicorn

EVERYBODY, DESK = "website", "all"


def hostname(url: str | None) -> str | None:
	"""The host of a url or of a Host header, without the port."""
	if not url:
		return None
	return urlsplit(url if "://" in url else f"//{url}").hostname


def is_own_origin(origin: str | None, environ: dict) -> bool:
	"""Tell whether a request comes from a page of the host that it is sent to."""
	return bool(origin) and hostname(origin) == hostname(environ.get("HTTP_HOST"))


def session_id(environ: dict) -> str | None:
	"""The session that the browser's cookie names."""
	try:
		cookie = SimpleCookie(environ.get("HTTP_COOKIE", ""))
	except CookieError:
		return None
	return cookie["sid"].value if "sid" in cookie else None


class Framework:
	"""What the realtime server asks of the framework, as the user whose session it is."""

	def __init__(self, url: str, host: str):
		self.url, self.host = url, host

	async def call(self, sid: str, method: str, **arguments):
		"""Return the answer of a whitelisted method, None when it refuses."""
		return await asyncio.to_thread(self._call, sid, method, arguments)

	def _call(self, sid: str, method: str, arguments: dict):
		response = requests.get(
			f"{self.url}/api/method/frappe.realtime.{method}",
			params=arguments,
			cookies={"sid": sid},
			headers={"Host": self.host},
			timeout=30,
		)
		return response.json().get("message") if response.ok else None


class Desk(socketio.AsyncNamespace):
	"""The sockets of one site, and the rooms that they may be in."""

	def __init__(self, site: str, framework: Framework):
		super().__init__(f"/{site}")
		self.framework = framework

	async def on_connect(self, socket: str, environ: dict) -> None:
		"""Let in a browser with a session, from a page of this host."""
		if not is_own_origin(environ.get("HTTP_ORIGIN"), environ):
			raise socketio.exceptions.ConnectionRefusedError("Invalid origin")
		sid = session_id(environ)
		user = sid and await self.framework.call(sid, "get_user_info")
		if not user:
			raise socketio.exceptions.ConnectionRefusedError("Unauthorized")
		await self.save_session(socket, {"sid": sid, "user": user["user"]})
		await self.enter_room(socket, f"user:{user['user']}")
		await self.enter_room(socket, EVERYBODY)
		if user["user_type"] == "System User":
			await self.enter_room(socket, DESK)

	async def on_disconnect(self, socket: str, reason=None) -> None:
		"""Tell who had the same documents open."""
		for room in self.rooms(socket):
			if room.startswith("open_doc:"):
				await self._say_viewers(room, without=socket)

	async def on_doctype_subscribe(self, socket: str, doctype: str) -> None:
		"""Follow the documents of a DocType, if the user may read it."""
		if await self._may(socket, "can_subscribe_doctype", doctype=doctype):
			await self.enter_room(socket, f"doctype:{doctype}")

	async def on_doctype_unsubscribe(self, socket: str, doctype: str) -> None:
		"""Follow a DocType no longer."""
		await self.leave_room(socket, f"doctype:{doctype}")

	async def on_doc_subscribe(self, socket: str, doctype: str, docname: str) -> None:
		"""Follow a document, if the user may read it."""
		if await self._may(socket, "can_subscribe_doc", doctype=doctype, docname=docname):
			await self.enter_room(socket, f"doc:{doctype}/{docname}")

	async def on_doc_unsubscribe(self, socket: str, doctype: str, docname: str) -> None:
		"""Follow a document no longer."""
		await self.leave_room(socket, f"doc:{doctype}/{docname}")

	async def on_doc_open(self, socket: str, doctype: str, docname: str) -> None:
		"""Say who has this document open."""
		if await self._may(socket, "can_subscribe_doc", doctype=doctype, docname=docname):
			room = f"open_doc:{doctype}/{docname}"
			await self.enter_room(socket, room)
			await self._say_viewers(room)

	async def on_doc_close(self, socket: str, doctype: str, docname: str) -> None:
		"""Say that one has the document open no longer."""
		room = f"open_doc:{doctype}/{docname}"
		await self.leave_room(socket, room)
		await self._say_viewers(room)

	async def on_task_subscribe(self, socket: str, task: str) -> None:
		"""Follow a background job; who knows its random name may."""
		await self.enter_room(socket, f"task_progress:{task}")

	on_progress_subscribe = on_task_subscribe

	async def on_task_unsubscribe(self, socket: str, task: str) -> None:
		"""Follow a background job no longer."""
		await self.leave_room(socket, f"task_progress:{task}")

	async def _may(self, socket: str, method: str, **document) -> bool:
		sid = (await self.get_session(socket))["sid"]
		return bool(await self.framework.call(sid, method, **document))

	async def _say_viewers(self, room: str, without: str | None = None) -> None:
		sockets = [
			sid for sid, _ in self.server.manager.get_participants(self.namespace, room) if sid != without
		]
		users = {(await self.get_session(sid))["user"] for sid in sockets}
		doctype, docname = room.removeprefix("open_doc:").split("/", 1)
		message = {"doctype": doctype, "docname": docname, "users": sorted(users)}
		await self.emit("doc_viewers", message, room=room)


async def forward_events(server: socketio.AsyncServer, site: str, redis_url: str) -> None:
	"""Pass on what the framework publishes, for as long as the server runs."""
	while True:
		with contextlib.suppress(redis.exceptions.ConnectionError):
			async with redis.asyncio.from_url(redis_url) as connection, connection.pubsub() as channel:
				await channel.subscribe("events")
				async for published in channel.listen():
					if published["type"] == "message":
						await forward(server, site, json.loads(published["data"]))
		await asyncio.sleep(1)


async def forward(server: socketio.AsyncServer, site: str, event: dict) -> None:
	"""Pass one event on to the room that it names."""
	if event.get("namespace") == site and event.get("room"):
		await server.emit(event["event"], event.get("message"), room=event["room"], namespace=f"/{site}")


def make_server(site: str, framework: Framework) -> socketio.AsyncServer:
	"""The Socket.IO server of a site."""
	server = socketio.AsyncServer(async_mode="asgi", cors_allowed_origins=is_own_origin)
	server.register_namespace(Desk(site, framework))
	return server


async def serve(site: str, web_url: str, address: str, port: int, redis_url: str) -> None:
	"""Serve until the process is told to stop."""
	server = make_server(site, Framework(web_url, site))
	settings = uvicorn.Config(
		socketio.ASGIApp(server), host=address, port=port, log_level="warning", timeout_graceful_shutdown=1
	)
	events = asyncio.create_task(forward_events(server, site, redis_url))
	await uvicorn.Server(settings).serve()
	events.cancel()


def main() -> None:
	"""Serve the site and the bench that the environment names."""
	with open(os.path.join(os.environ["FRAPPE_BENCH_ROOT"], "sites", "common_site_config.json")) as stream:
		config = json.load(stream)
	address, site = os.environ["HUIMANG_ADDRESS"], os.environ["HUIMANG_SITE"]
	local = "127.0.0.1" if address == "0.0.0.0" else address
	web_url = f"http://{local}:{os.environ['HUIMANG_PORT']}"
	with contextlib.suppress(KeyboardInterrupt):
		asyncio.run(serve(site, web_url, address, config["socketio_port"], config["redis_socketio"]))


if __name__ == "__main__":
	main()
