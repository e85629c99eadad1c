"""Statutory statements: each defined once, shown in Desk, as a PDF and as a spreadsheet by one engine."""
