from frappe.model.document import Document


class FAQEntry(Document):
	"""A question that is often asked, with its answer (자주 묻는 질문). Read through `support.faq`."""
