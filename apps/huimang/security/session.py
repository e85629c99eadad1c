"""What a person's Desk knows about their own session."""

from __future__ import annotations

from huimang.security import exports, passwords, settings


def told(user: str) -> dict:
	"""Return what the Desk is started with: when it logs out by itself, whether the password is due, and
	which records leave with a purpose only."""
	left = passwords.days_left(user)
	warns = left is not None and left <= settings.number("warn_days")
	return {
		"idle_minutes": settings.number("idle_minutes"),
		"password_days": max(left, 0) if warns else None,
		"personal_records": exports.personal_records(),
	}
