"""The Desk as a person uses it: by mouse and keyboard. It watches, meanwhile, what no page may do."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from urllib.parse import urlparse

from browser import korean
from playwright.sync_api import Locator, Page, expect

PATIENCE = 60_000
LOOK_EVERY = 50
expect.set_options(timeout=PATIENCE)
# whether the tabulator, pressed in this box, opens another row of its table
OPENS_ROW = """box => {
	const row = $(box).closest(".grid-row").data("grid_row");
	const is_last = row.wrapper.find(":input:enabled:last").get(0) === box || $(box).attr("data-last-input");
	return Boolean(is_last) && row.doc.idx === row.grid.get_data().length && row.grid.is_editable();
}"""
REFUSED = re.compile(r"status of 4(01|03|09|17)")


class Desk:
	"""One person's Desk in one browser window.

	Attributes:
		complaints: errors of the console and of scripts, and requests to other hosts, since the window was opened.
	"""

	def __init__(self, page: Page, url: str):
		self.page, self.url = page, url
		self.complaints: list[str] = []
		self._refusals_expected = False
		page.set_default_timeout(PATIENCE)
		# the default is to ask for each picture on the screen, which keeps a processor busy with asking
		page.wait_for_function = partial(page.wait_for_function, polling=LOOK_EVERY)
		page.on("console", self._on_console)
		page.on("pageerror", self._on_error)
		page.on("request", self._on_request)

	# what no page may do

	def _on_console(self, message) -> None:
		if message.type != "error" or (self._refusals_expected and REFUSED.search(message.text)):
			return
		self.complaints.append(f"console: {message.text} ({message.location.get('url', '')})")

	def _on_error(self, error) -> None:
		self.complaints.append(f"script error: {error.name} {error.message} {error.stack}")

	def _on_request(self, request) -> None:
		host = urlparse(request.url).hostname
		if host and host != urlparse(self.url).hostname:
			self.complaints.append(f"another host was asked: {request.url}")

	@contextmanager
	def expecting_refusal(self) -> Iterator[None]:
		"""The server will refuse something in this block, which the browser writes to its console."""
		self._refusals_expected = True
		try:
			yield
		finally:
			self._refusals_expected = False

	@contextmanager
	def loading(self) -> Iterator[list[str]]:
		"""Gives the addresses at which this block asks the server for single documents."""
		asked: list[str] = []

		def listen(request) -> None:
			if "load.getdoc?" in request.url:
				asked.append(request.url)

		self.page.on("request", listen)
		try:
			yield asked
		finally:
			self.page.remove_listener("request", listen)

	def take_complaints(self) -> list[str]:
		"""What went wrong since the last time somebody asked."""
		taken, self.complaints = self.complaints, []
		return taken

	def check(self) -> None:
		"""What stands on the page now is Korean."""
		self.wait()
		found = korean.english_on(self.page)
		assert not found, f"English on {self.page.url}: {found}"

	# going somewhere

	def open(self, path: str) -> None:
		"""Go to a page of the Desk, for example "expense-resolution/view/list"."""
		if self.page.url.startswith(f"{self.url}/app"):
			self.page.evaluate("path => frappe.set_route(path)", f"/app/{path}")
		else:
			self.page.goto(f"{self.url}/app/{path}")
		self.page.wait_for_function("window.frappe && frappe.router && frappe.router.current_route")
		self.wait()

	def open_list(self, slug: str, **filters: str) -> None:
		"""Open the list of a kind of documents, narrowed to fields with these values."""
		self.open(f"{slug}/view/list")
		self.page.wait_for_function(
			"slug => window.cur_list && frappe.router.slug(cur_list.doctype) === slug && cur_list.$page?.is(':visible')"
			" && cur_list.init_promise",
			arg=slug,
		)
		self.page.evaluate(
			"async filters => { await cur_list.filter_area.clear(false);"
			" for (const [field, value] of Object.entries(filters))"
			" await cur_list.filter_area.add([[cur_list.doctype, field, '=', value]]); await cur_list.refresh(); }",
			filters,
		)
		self.wait()

	def list_count(self) -> int:
		"""How many documents the list in view is of, as it says."""
		self.page.wait_for_function("$('.list-count:visible').text().trim()")
		return int(self.page.evaluate("cur_list.total_count"))

	def wait(self) -> None:
		"""Wait until the Desk has nothing more to load."""
		self.page.wait_for_function(
			"window.frappe && window.$ && !frappe.request.ajax_count && !$.active"
			" && !$('#freeze:visible, .page-skeleton:visible, .workspace-skeleton:visible').length"
		)

	def new(self, doctype: str) -> None:
		"""Open the form of a new document."""
		slug = doctype.lower().replace(" ", "-")
		self.open(f"{slug}/new")
		self.page.wait_for_function(
			"doctype => window.cur_frm && cur_frm.doctype === doctype && cur_frm.is_new() && cur_frm.$wrapper.is(':visible')",
			arg=doctype,
		)
		self.wait()

	def open_document(self, doctype: str, name: str, is_anew: bool = False) -> None:
		"""Open the form of a document; when told so in a Desk that begins anew, which holds nothing from before."""
		path = f"{doctype.lower().replace(' ', '-')}/{name}"
		if is_anew:
			self.page.goto(f"{self.url}/app/{path}")
		else:
			self.open(path)
		self.page.wait_for_function(
			"([doctype, name]) => window.cur_frm && cur_frm.doctype === doctype && cur_frm.docname === name"
			" && cur_frm.$wrapper.is(':visible')",
			arg=[doctype, name],
		)
		self.wait()

	# forms

	def field(self, fieldname: str, within: Locator | None = None) -> Locator:
		"""The box of a field on the form in view, or within a dialog."""
		scope = within or self.page.locator(".page-container:visible .layout-main-section")
		return scope.locator(f".frappe-control[data-fieldname='{fieldname}']").filter(visible=True).first

	def fill(self, fieldname: str, value: str, within: Locator | None = None) -> None:
		"""Type into a box and leave it."""
		box = self.field(fieldname, within).locator("input:visible, textarea:visible").first
		self._write(box, value)
		box.press("Tab")
		self.wait()

	def choose(self, fieldname: str, label: str, within: Locator | None = None) -> None:
		"""Choose from a drop-down list."""
		self.field(fieldname, within).locator("select").select_option(label=label)
		self.wait()

	def tick(self, fieldname: str, within: Locator | None = None) -> None:
		"""Tick a box."""
		self.field(fieldname, within).locator("input.input-with-feedback[type=checkbox]").check()
		self.wait()

	def untick(self, fieldname: str, within: Locator | None = None) -> None:
		"""Take the tick out of a box."""
		self.field(fieldname, within).locator("input.input-with-feedback[type=checkbox]").uncheck()
		self.wait()

	def link(self, fieldname: str, words: str, within: Locator | None = None) -> None:
		"""Type into a box that searches, and take the first that it finds with these words."""
		self.pick(self.field(fieldname, within).locator("input:visible").first, words)

	def pick(self, box: Locator, words: str) -> None:
		"""Search in a box and take the first hit with these words."""
		self._write(box, words)
		hit = self.page.locator(".awesomplete ul[role=listbox]:not([hidden]) li").filter(has_text=words).first
		hit.click()
		# what the words find may come only now, and opens its list in a box that still has the cursor
		self.page.evaluate("document.activeElement.blur()")
		self.wait()

	def _write(self, box: Locator, value: str) -> None:
		"""Put the cursor into a box and type, once more where the Desk has moved the cursor away meanwhile."""
		for _attempt in range(5):
			box.click()
			box.fill(value)
			if box.input_value() == value:
				return
		expect(box).to_have_value(value)

	def value(self, fieldname: str):
		"""What the form in view holds in a field."""
		return self.page.evaluate("fieldname => cur_frm.doc[fieldname]", fieldname)

	@property
	def docname(self) -> str:
		"""The key of the document in view."""
		return self.page.evaluate("cur_frm.docname")

	# rows of a table

	def add_row(self, table: str) -> int:
		"""Add a row to a table of the form, by its button; return its number."""
		before = self.page.evaluate("table => (cur_frm.doc[table] || []).length", table)
		self.field(table).locator(".grid-add-row").click()
		self.page.wait_for_function("([table, n]) => cur_frm.doc[table].length > n", arg=[table, before])
		self.wait()
		return before + 1

	def cell(self, table: str, row: int, fieldname: str) -> Locator:
		"""The cell of a row of a table; clicked, it can be typed into."""
		line = self.field(table).locator(f".grid-body .rows > .grid-row[data-idx='{row}']")
		return line.locator(f"[data-fieldname='{fieldname}']").first

	def edit_cell(self, table: str, row: int, fieldname: str) -> Locator:
		"""Click a cell and return the box that opens in it; a row that is drawn anew meanwhile is clicked again."""
		cell = self.cell(table, row, fieldname)
		box = cell.locator("input:visible, textarea:visible, select:visible").first
		for _attempt in range(10):
			cell.click()
			try:
				expect(box).to_be_visible(timeout=1_500)
				return box
			except AssertionError:
				self.wait()
		raise AssertionError(f"{fieldname} of row {row} of {table} cannot be edited")

	def type_cell(self, table: str, row: int, fieldname: str, value: str) -> None:
		"""Type into a cell and leave it; from the last cell of a table the tabulator opens another row."""
		box = self.edit_cell(table, row, fieldname)
		self._write(box, value)
		opens_row = box.evaluate(OPENS_ROW)
		box.press("Tab")
		if opens_row:
			# a moment later, in which the Desk puts the cursor into it
			self.page.wait_for_function(
				"([table, row]) => cur_frm.get_field(table).grid.grid_rows[row]?.wrapper[0].contains(document.activeElement)",
				arg=[table, row],
			)
		self.wait()

	def link_cell(self, table: str, row: int, fieldname: str, words: str) -> None:
		"""Search in a cell and take the first hit."""
		self.pick(self.edit_cell(table, row, fieldname), words)

	def choose_cell(self, table: str, row: int, fieldname: str, label: str) -> None:
		"""Choose from the drop-down list of a cell."""
		self.edit_cell(table, row, fieldname).select_option(label=label)
		self.wait()

	# buttons and messages

	def button(self, label: str, within: Locator | None = None) -> Locator:
		"""The buttons in view with this label."""
		scope = within or self.page.locator(".page-container:visible")
		buttons = scope.locator("button:visible, a.btn:visible")
		return buttons.filter(has_text=re.compile(rf"^\s*{re.escape(label)}\s*$"))

	def click(self, label: str, within: Locator | None = None) -> None:
		"""Click the button with this label."""
		self.button(label, within).first.click()
		self.wait()

	def call(self, method: str, **arguments) -> None:
		"""Call a method with the document in view, as no button would; what it answers stands in a dialog."""
		self.page.evaluate(
			"([method, args]) => frappe.call({ method, args: { doctype: cur_frm.doctype, name: cur_frm.docname, ...args } })"
			".then(() => null, () => null)",
			[method, arguments],
		)
		self.wait()

	def press_primary(self) -> None:
		"""Press the form's main button, whatever comes of it."""
		self.page.locator(".page-container:visible .primary-action:visible").click()
		self.wait()

	def save(self) -> None:
		"""Save the form in view and wait until it is stored."""
		self.press_primary()
		self.page.wait_for_function("window.cur_frm && !cur_frm.is_new() && !cur_frm.is_dirty()")
		self.wait()

	@property
	def dialog(self) -> Locator:
		"""The dialog in front."""
		return self.page.locator(".modal.show:visible").last

	def confirm(self, label: str = "예") -> None:
		"""Answer the dialog in front."""
		self.click(label, self.dialog)

	def message(self) -> str:
		"""What the dialog in front says; it is closed."""
		expect(self.dialog).to_be_visible()
		text = self.dialog.locator(".modal-body").inner_text().strip()
		self.close_dialog()
		return text

	def close_dialog(self) -> None:
		"""Close the dialog in front."""
		dialog = self.dialog
		self.page.wait_for_timeout(250)  # a dialog that still fades in does not close
		dialog.locator(".btn-modal-close").click()
		expect(dialog).to_be_hidden()

	@property
	def status(self) -> Locator:
		"""The status beside the title of the form in view."""
		return self.page.locator(
			".page-container:visible .page-head .title-area .indicator-pill:visible"
		).first

	def approve(self, comment: str = "", button: str = "결재") -> None:
		"""Press 결재, or another button of an approval, and say so once more in the dialog."""
		self.click(button)
		if comment:
			self.fill("comment", comment, self.dialog)
		self.click(button, self.dialog)
		expect(self.page.locator(".modal.show:visible")).to_have_count(0)
		self.wait()

	def refuse(self, reason: str) -> None:
		"""Press 반려 and give the reason."""
		self.click("반려")
		self.fill("reason", reason, self.dialog)
		self.click("반려", self.dialog)
		expect(self.page.locator(".modal.show:visible")).to_have_count(0)
		self.wait()
