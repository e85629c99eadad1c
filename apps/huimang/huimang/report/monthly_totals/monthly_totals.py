from huimang.statements import screen


def execute(filters=None):
	return screen.execute("monthly_totals", filters)
