"""What a person's Desk knows about their own session."""

from __future__ import annotations

from huimang.security import passwords, settings


def told(user: str) -> dict:
	"""Return what the Desk is started with: minutes until it logs out by itself, and whether the password is due."""
	left = passwords.days_left(user)
	warns = left is not None and left <= settings.number("warn_days")
	return {"idle_minutes": settings.number("idle_minutes"), "password_days": max(left, 0) if warns else None}
