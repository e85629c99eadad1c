"""What is done for the donation area in the background."""

from huimang.donation import donors


def renew_ways_of_giving() -> None:
	"""Look every day at who gives regularly. Safe to repeat."""
	donors.renew_all()
