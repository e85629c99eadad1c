"""The private MariaDB and Redis of a bench: on loopback, with random passwords, data in the bench's own folder."""

import getpass
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

from runtime.commands import last_words, run_quietly
from runtime.paths import Bench
from runtime.say import Stop, step

# the first ports that are asked for; a taken one is followed by the next free one
FIRST_PORTS = {"mariadb": 13306, "redis_cache": 13000, "redis_queue": 11000, "realtime": 9000, "web": 8000}
SERVICES = ("mariadb", "redis_cache", "redis_queue")
# what a browser speaks to, at the address that it was given
PUBLIC = ("web", "realtime")

MARIADB_SETTINGS = """\
[mariadbd]
user = {user}
datadir = {data}
socket = {socket}
pid-file = {run}/mariadb.pid
log-error = {logs}/mariadb.log
bind-address = 127.0.0.1
port = {port}
skip-name-resolve
character-set-server = utf8mb4
collation-server = utf8mb4_unicode_ci
innodb_buffer_pool_size = {buffer}
innodb_log_file_size = 256M
innodb_print_all_deadlocks = 1
max_connections = 200
max_allowed_packet = 256M
{safety}
"""
# what is committed survives a power cut, or need not: the tests make their data anew
MARIADB_SAFETY = {
	True: "innodb_flush_log_at_trx_commit = 1",
	False: "innodb_flush_log_at_trx_commit = 0\ninnodb_doublewrite = 0\ninnodb_flush_method = O_DIRECT_NO_FSYNC",
}

REDIS_SETTINGS = """\
bind 127.0.0.1
port {port}
requirepass {password}
dir {data}
logfile {logs}/{name}.log
pidfile {run}/{name}.pid
daemonize no
{extra}
"""
REDIS_EXTRA = {
	"redis_cache": 'save ""\nappendonly no\nmaxmemory 256mb\nmaxmemory-policy allkeys-lru',
	"redis_queue": 'save ""\nappendonly {appendonly}\nappendfsync everysec',
}


def write_private(path: Path, text: str) -> None:
	"""Write a file that its owner alone can read."""
	path.parent.mkdir(parents=True, exist_ok=True)
	fresh = path.with_name(path.name + ".new")
	descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
	with os.fdopen(descriptor, "w") as stream:
		stream.write(text)
	fresh.replace(path)


def read_secrets(path: Path) -> dict[str, str]:
	"""The random passwords of a bench, made at the first time."""
	if not path.exists():
		made = {name: secrets.token_hex(16) for name in ("mariadb_root", "redis", "administrator")}
		write_private(path, json.dumps(made, indent=1))
	return json.loads(path.read_text())


def port_is_free(port: int, address: str = "127.0.0.1") -> bool:
	"""Tell whether a server could listen on the port now."""
	with socket.socket() as probe:
		probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
		try:
			probe.bind((address, port))
		except OSError:
			return False
	return True


def answers(port: int) -> bool:
	"""Tell whether something listens on the port."""
	with socket.socket() as probe:
		probe.settimeout(1)
		return probe.connect_ex(("127.0.0.1", port)) == 0


class Services:
	"""The services of one bench; each is started only when it does not run."""

	def __init__(
		self,
		bench: Bench,
		buffer: str = "1G",
		first_ports: dict[str, int] = FIRST_PORTS,
		durable: bool = True,
	):
		self.bench, self.buffer, self.first_ports, self.durable = bench, buffer, first_ports, durable
		self.run = bench.var / "run"
		for folder in (self.run, bench.logs, bench.var / "redis"):
			folder.mkdir(parents=True, exist_ok=True)
		self.secrets = read_secrets(bench.var / "secrets.json")

	@property
	def ports(self) -> dict[str, int]:
		"""The ports of this bench, as they were chosen last."""
		path = self.bench.var / "ports.json"
		return json.loads(path.read_text()) if path.exists() else {}

	def choose_ports(self, address: str = "127.0.0.1", web_port: int | None = None) -> dict[str, int]:
		"""Keep the ports of last time where they are free or this bench's own, else take the next free ones."""
		chosen = self.ports
		if web_port:
			if not port_is_free(web_port, address):
				raise Stop(f"Port {web_port} is taken by another program; choose another with PORT=.")
			chosen["web"] = web_port
		for name, first in self.first_ports.items():
			host = address if name in PUBLIC else "127.0.0.1"
			if name in chosen and (self.is_running(name) or port_is_free(chosen[name], host)):
				continue
			port = first
			while port in chosen.values() or not port_is_free(port, host):
				port += 1
			chosen[name] = port
		write_private(self.bench.var / "ports.json", json.dumps(chosen, indent=1))
		return chosen

	def process_id(self, name: str) -> int | None:
		"""The process of this bench's own service, None when it does not run."""
		try:
			found = int((self.run / f"{name}.pid").read_text())
			command = Path(f"/proc/{found}/cmdline").read_bytes().decode(errors="replace")
		except (OSError, ValueError):
			return None
		# Redis shows its port in place of its arguments, and the path it was started by in front of it
		own = str(self.run) in command or f"127.0.0.1:{self.ports.get(name)}" in command
		return found if own else None

	def is_running(self, name: str) -> bool:
		"""Tell whether this bench's own service runs."""
		return self.process_id(name) is not None

	def start(self) -> None:
		"""Start what does not run, and return when all of it answers."""
		self._start_mariadb()
		for name in REDIS_EXTRA:
			self._start_redis(name)

	def stop(self) -> None:
		"""Stop all that runs and wait until it is gone, unless it was told to keep running."""
		if self.keeps_running():
			return
		for name in ("redis_queue", "redis_cache", "mariadb"):
			process = self.process_id(name)
			if process:
				os.kill(process, signal.SIGTERM)
		deadline = time.monotonic() + 60
		while any(map(self.is_running, SERVICES)) and time.monotonic() < deadline:
			time.sleep(0.05)
		shutil.rmtree(self.bench.socket_folder, ignore_errors=True)

	def keep_running(self, keep: bool = True) -> None:
		"""Let the services outlive whoever uses them, as development wants it, or no longer."""
		mark = self.run / "keep-running"
		if keep:
			mark.touch()
		else:
			mark.unlink(missing_ok=True)

	def keeps_running(self) -> bool:
		"""Tell whether the services were told to keep running."""
		return (self.run / "keep-running").exists()

	def redis_url(self, name: str) -> str:
		"""The address of a Redis, with its password."""
		return f"redis://:{self.secrets['redis']}@127.0.0.1:{self.ports[name]}"

	def _start_redis(self, name: str) -> None:
		if self.is_running(name):
			return
		data = self.bench.var / "redis" / name
		data.mkdir(parents=True, exist_ok=True)
		settings = self.run / f"{name}.conf"
		values = {"port": self.ports[name], "password": self.secrets["redis"], "data": data, "name": name}
		values |= {"logs": self.bench.logs, "run": self.run}
		values["extra"] = REDIS_EXTRA[name].format(appendonly="yes" if self.durable else "no")
		write_private(settings, REDIS_SETTINGS.format(**values))
		self._spawn(name, [redis_server(self.run), settings], self.bench.logs / f"{name}.log")

	def _start_mariadb(self) -> None:
		if self.is_running("mariadb"):
			return
		data = self.bench.var / "mariadb"
		sockets = self.bench.socket_folder
		sockets.mkdir(mode=0o700, exist_ok=True)
		if sockets.stat().st_uid != os.getuid():
			raise Stop(f"{sockets} belongs to somebody else; remove it and run the command again.")
		settings = self.run / "mariadb.cnf"
		values = {
			"user": getpass.getuser(),
			"data": data,
			"socket": sockets / "mariadb.sock",
			"run": self.run,
		}
		values |= {"logs": self.bench.logs, "port": self.ports["mariadb"], "buffer": self.buffer}
		values["safety"] = MARIADB_SAFETY[self.durable]
		write_private(settings, MARIADB_SETTINGS.format(**values))
		if not (data / "mysql").is_dir():
			self._create_database(settings, data)
		command = ["mariadbd", f"--defaults-file={settings}"]
		self._spawn("mariadb", command, self.bench.logs / "mariadb.log")

	def _create_database(self, settings: Path, data: Path) -> None:
		"""Lay an empty database server, all of whose roots have the random password."""
		with step("Creating a private MariaDB"):
			fresh = data.with_name("mariadb.new")
			shutil.rmtree(fresh, ignore_errors=True)
			fresh.mkdir(parents=True, mode=0o700)
			command = ["mariadb-install-db", f"--defaults-file={settings}", f"--datadir={fresh}"]
			command += ["--auth-root-authentication-method=normal", "--skip-test-db"]
			run_quietly(command, "MariaDB could not be created")
			password = self.secrets["mariadb_root"]
			accounts = "'root'@'localhost', 'root'@'127.0.0.1', 'root'@'::1'".split(", ")
			statements = [
				"FLUSH PRIVILEGES;",
				"DELETE FROM mysql.global_priv WHERE User = '';",
				"FLUSH PRIVILEGES;",
			]
			for account in accounts:
				statements.append(f"CREATE OR REPLACE USER {account} IDENTIFIED BY '{password}';")
				statements.append(f"GRANT ALL ON *.* TO {account} WITH GRANT OPTION;")
			command = ["mariadbd", f"--defaults-file={settings}", f"--datadir={fresh}", "--bootstrap"]
			run_quietly(command, "MariaDB's accounts could not be made", "\n".join(statements))
			fresh.rename(data)

	def _spawn(self, name: str, command: list, log: Path) -> None:
		"""Start a service in a session of its own, so that a Ctrl-C reaches it only through `stop`, and wait for it."""
		with open(log, "ab") as output:
			process = subprocess.Popen(
				command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True
			)
		deadline = time.monotonic() + 60
		while not (answers(self.ports[name]) and self.is_running(name)):
			if process.poll() is not None or time.monotonic() > deadline:
				raise Stop(f"{name} did not start: {last_words(log)} (more in {log})")
			time.sleep(0.05)


def redis_server(run: Path) -> Path | str:
	"""The Redis server. Debian's redis-tools holds it under another name, without a service for the whole machine."""
	if found := shutil.which("redis-server"):
		return found
	link = run / "redis-server"
	if not link.exists():
		link.unlink(missing_ok=True)
		link.symlink_to(shutil.which("redis-check-rdb"))
	return link
