"""Pictures and films for the manual (apps/huimang/help), taken while the browser tests work. `make manual` names the folder; without it
nothing is taken, nothing is shown and nobody waits.
"""

import base64
import io
import os
import subprocess
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page

FOLDER = "HUIMANG_MANUAL"
QUALITY = 72
FILM_SIZE = (1280, 800)
SECONDS_TO_READ = 1.2
SECONDS_A_LETTER = 0.075

# frames around what a picture speaks of, with a number where there are several
MARK = """([boxes]) => boxes.forEach(([x, y, width, height], at) => {
	const frame = document.createElement("div");
	frame.className = "manual-mark";
	frame.style.cssText = `position:fixed;z-index:99998;left:${x - 5}px;top:${y - 5}px;width:${width + 10}px;height:${height + 10}px;`
		+ "border:3px solid #e5533d;border-radius:8px;pointer-events:none;box-shadow:0 0 0 2px #fff8";
	if (boxes.length > 1) frame.innerHTML = `<b style="position:absolute;left:-14px;top:-14px;width:24px;height:24px;border-radius:50%;`
		+ `background:#e5533d;color:#fff;font:bold 14px/24px sans-serif;text-align:center">${at + 1}</b>`;
	document.body.append(frame);
})"""
UNMARK = "() => document.querySelectorAll('.manual-mark').forEach((frame) => frame.remove())"
# what goes away by itself is no part of the page
QUIET = "() => document.querySelectorAll('#alert-container .desk-alert').forEach((alert) => alert.remove())"

# the digits by which tests tell their documents apart say nothing to a reader; what was there is put back
CLEAN = """() => {
	const digits = / ?(?<![\\d,.-])\\d{6}(?![\\d,.-])/g;
	window.manual_dirt = [];
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	while (walker.nextNode()) {
		const node = walker.currentNode, text = node.textContent;
		if (/[가-힣]/.test(text) && text.search(digits) >= 0) {
			window.manual_dirt.push(() => { node.textContent = text; });
			node.textContent = text.replace(digits, "");
		}
	}
	for (const box of document.querySelectorAll("input, textarea")) {
		const text = box.value || "";
		if (/[가-힣]/.test(text) && text.search(digits) >= 0) {
			window.manual_dirt.push(() => { box.value = text; });
			box.value = text.replace(digits, "");
		}
	}
}"""
DIRTY = "() => window.manual_dirt.forEach((put_back) => put_back())"

# what is said below, and where the mouse is
STAGE = """() => {
	if (document.getElementById("manual-said")) return;
	const said = document.createElement("div");
	said.id = "manual-said";
	said.style.cssText = "position:fixed;z-index:99999;left:50%;bottom:26px;transform:translateX(-50%);max-width:86vw;padding:12px 26px;"
		+ "border-radius:12px;background:rgb(10 40 45 / 90%);color:#fff;font:600 21px/1.45 NanumGothic,sans-serif;text-align:center;"
		+ "pointer-events:none;word-break:keep-all;visibility:hidden";
	const mouse = document.createElement("div");
	mouse.id = "manual-mouse";
	mouse.style.cssText = "position:fixed;z-index:99999;width:22px;height:22px;margin:-11px 0 0 -11px;border-radius:50%;left:-50px;"
		+ "background:rgb(229 83 61 / 45%);border:2px solid #e5533d;pointer-events:none;transition:left .25s,top .25s";
	document.body.append(said, mouse);
	document.addEventListener("mousemove", (event) => {
		mouse.style.left = `${event.clientX}px`;
		mouse.style.top = `${event.clientY}px`;
	}, true);
}"""
SAY = """(text) => {
	const said = document.getElementById("manual-said");
	said.textContent = text;
	said.style.visibility = text ? "visible" : "hidden";
}"""
STRIKE = "() => ['manual-said', 'manual-mouse'].forEach((name) => document.getElementById(name)?.remove())"


def folder(kind: str) -> Path | None:
	"""Where pictures or films go; nowhere in an ordinary run of the tests."""
	if FOLDER not in os.environ:
		return None
	path = Path(os.environ[FOLDER]) / kind
	path.mkdir(parents=True, exist_ok=True)
	return path


class Camera:
	"""What looks at one page."""

	def __init__(self, page: Page):
		self.page = page
		self._film: Film | None = None

	def picture(self, name: str, *marks: Locator, of: Locator | None = None) -> None:
		"""Keep a picture of the page, or of a part of it, with frames around what it is about."""
		target = folder("pictures")
		if not target:
			return
		self.page.evaluate("() => document.activeElement?.blur()")
		self.page.wait_for_timeout(300)  # what slides in has come to rest
		self.page.evaluate(QUIET)
		boxes = [mark.bounding_box() for mark in marks]
		frames = [[box["x"], box["y"], box["width"], box["height"]] for box in boxes if box]
		assert len(frames) == len(marks), f"{name}: not all that is marked is to be seen"
		self.page.evaluate(CLEAN)
		self.page.evaluate(MARK, [frames])
		shot = (of or self.page).screenshot(animations="disabled", caret="hide")
		self.page.evaluate(UNMARK)
		self.page.evaluate(DIRTY)
		Image.open(io.BytesIO(shot)).convert("RGB").save(target / f"{name}.webp", quality=QUALITY, method=6)

	def film(self, name: str) -> None:
		"""Begin a film."""
		if folder("films"):
			self._film = Film(self.page, folder("films") / name)

	def say(self, text: str) -> None:
		"""Write what happens next below the film, and leave time to read it."""
		if self._film:
			self._film.say(text)

	def cut(self) -> None:
		"""End the film."""
		if self._film:
			self._film.close()
			self._film = None


class Film:
	"""Frames as the browser draws them, until they are put together."""

	def __init__(self, page: Page, path: Path):
		self.page, self.path = page, path
		self.frames: list[tuple[float, bytes]] = []
		self.is_over = False
		self.size = page.viewport_size
		page.set_viewport_size({"width": FILM_SIZE[0], "height": FILM_SIZE[1]})
		self.devtools = page.context.new_cdp_session(page)
		self.devtools.on("Page.screencastFrame", self._on_frame)
		page.evaluate(STAGE)
		options = {"format": "jpeg", "quality": 85, "maxWidth": FILM_SIZE[0], "maxHeight": FILM_SIZE[1]}
		self.devtools.send("Page.startScreencast", options)

	def say(self, text: str) -> None:
		self.page.evaluate(STAGE)
		self.page.evaluate(SAY, text)
		self.page.wait_for_timeout(1000 * (SECONDS_TO_READ + SECONDS_A_LETTER * len(text)))

	def close(self) -> None:
		self.page.wait_for_timeout(800)
		self.is_over = True
		self.devtools.send("Page.stopScreencast")
		self.devtools.detach()
		self.page.evaluate(STRIKE)
		self.page.set_viewport_size(self.size)
		with tempfile.TemporaryDirectory() as frames:
			self._put_together(Path(frames))

	def _on_frame(self, frame: dict) -> None:
		if self.is_over:
			return
		self.frames.append((frame["metadata"]["timestamp"], base64.b64decode(frame["data"])))
		self.devtools.send("Page.screencastFrameAck", {"sessionId": frame["sessionId"]})

	def _put_together(self, frames: Path) -> None:
		"""Each frame stands until the next one came; the last stands for two seconds."""
		# they do not always come in the order in which they were drawn
		self.frames.sort(key=lambda frame: frame[0])
		times = [time for time, _image in self.frames] + [self.frames[-1][0] + 2]
		listed = []
		for at, (time, image) in enumerate(self.frames):
			(frames / f"{at:05}.jpg").write_bytes(image)
			listed.append(f"file '{at:05}.jpg'\nduration {min(max(times[at + 1] - time, 0.02), 6):.3f}")
		(frames / "list.txt").write_text("\n".join([*listed, f"file '{len(listed) - 1:05}.jpg'"]))
		width, height = FILM_SIZE
		whole = (
			f"scale={width}:{height}:force_original_aspect_ratio=decrease,pad={width}:{height}:-1:-1,fps=10"
		)
		source = ["-f", "concat", "-safe", "0", "-i", str(frames / "list.txt"), "-vf", whole]
		codec = ["-c:v", "libx264", "-preset", "veryfast", "-tune", "stillimage", "-crf", "28"]
		stream = ["-pix_fmt", "yuv420p", "-g", "100", "-movflags", "+faststart"]
		film = str(self.path.with_suffix(".mp4"))
		command = ["ffmpeg", "-loglevel", "error", "-y", *source, *codec, *stream, film]
		subprocess.run(command, check=True)
		poster = Image.open(io.BytesIO(self.frames[len(self.frames) // 2][1]))
		poster.convert("RGB").save(self.path.with_suffix(".webp"), quality=QUALITY, method=6)
