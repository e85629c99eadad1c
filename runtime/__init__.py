"""Gets Frappe and its services running from the package registries.

Modules that run before the virtual environment exists (everything that `python3 -m runtime` imports at start)
use the standard library only.
"""
