from huimang.statements import screen


def execute(filters=None):
	return screen.execute("other_costs", filters)
