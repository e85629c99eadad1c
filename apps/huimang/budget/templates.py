"""The statutory tables as records that an operator can see and, when the law changes, add to."""

from __future__ import annotations

from dataclasses import asdict

from huimang.rules import account_subjects

_SOURCES = {
	"Facility": "사회복지법인 및 사회복지시설 재무·회계 규칙 별표 3·4 (제10조제3항)",
	"Welfare Center": "사회복지법인 및 사회복지시설 재무·회계 규칙 별표 5·6 (제10조제3항)",
	"Corporation": "사회복지법인 및 사회복지시설 재무·회계 규칙 별표 1·2 (제10조제3항)",
	"Long-term Care": "사회복지법인 및 사회복지시설 재무·회계 규칙 별표 9·10 (제10조제3항)",
}


def seeds() -> list[dict]:
	"""Return an Account Subject Template for each table of `rules/data`, as `huimang.seeds` plants them."""
	return [
		{
			"doctype": "Account Subject Template",
			"name": f"{group}-{effective_from}",
			"template_group": group,
			"effective_from": str(effective_from),
			"source": _SOURCES[group],
			"rows": [asdict(row) for row in rows],
		}
		for group in account_subjects.GROUP_FILES
		for effective_from, rows in account_subjects.load(group).items()
	]
