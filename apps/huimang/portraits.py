"""Pictures of people: none is asked of another host."""

from frappe.contacts.doctype.contact.contact import Contact
from frappe.core.doctype.user.user import User

ANY_PICTURE = "/assets/huimang/images/mark.svg"


class UserWithoutGravatar(User):
	"""The framework asks gravatar.com, from the server, for a picture of every user who has none: not here."""

	def on_update(self) -> None:
		picture = self.user_image
		self.user_image = picture or ANY_PICTURE
		try:
			super().on_update()
		finally:
			self.user_image = picture


class ContactWithoutGravatar(Contact):
	"""The same for contacts, which the framework makes of every user."""

	def validate(self) -> None:
		picture = self.image
		self.image = picture or ANY_PICTURE
		try:
			super().validate()
		finally:
			self.image = picture
