"""The classes of assets with the useful lives of the law, as records that an operator can correct and add to."""

from __future__ import annotations

from huimang.rules import dated

_NUMBERS = (
	"useful_life_years",
	"life_least",
	"life_most",
	"service_life_years",
	"is_depreciable",
	"holds_data",
)


def seeds() -> list[dict]:
	"""Return an Asset Class for each row of `rules/data/asset_classes.csv`, as `huimang.seeds` plants them."""
	return [
		{
			"doctype": "Asset Class",
			"name": row["class_name"],
			**{key: int(value or 0) if key in _NUMBERS else value for key, value in row.items()},
		}
		for row in dated.read("asset_classes.csv")
	]
