from huimang.statements import screen


def execute(filters=None):
	return screen.execute("budget_details", filters)
