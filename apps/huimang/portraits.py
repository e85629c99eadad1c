"""Pictures of people: none is asked of another host.

The framework asks gravatar.com, from the server, for a picture of every user and contact that has none.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from frappe.contacts.doctype.contact.contact import Contact
from frappe.core.doctype.user.user import User
from frappe.model.document import Document

ANY_PICTURE = "/assets/huimang/images/mark.svg"


class UserWithoutGravatar(User):
	"""A user for whom no picture is asked."""

	def on_update(self) -> None:
		with _pictured(self, "user_image"):
			super().on_update()


class ContactWithoutGravatar(Contact):
	"""A contact, which the framework makes of every user, for whom no picture is asked."""

	def validate(self) -> None:
		with _pictured(self, "image"):
			super().validate()


@contextmanager
def _pictured(doc: Document, field: str) -> Iterator[None]:
	"""Let a document have a picture while the framework looks whether it needs one."""
	picture = doc.get(field)
	doc.set(field, picture or ANY_PICTURE)
	try:
		yield
	finally:
		doc.set(field, picture)
