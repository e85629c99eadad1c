from huimang.statements import screen


def execute(filters=None):
	return screen.execute("personnel_costs", filters)
