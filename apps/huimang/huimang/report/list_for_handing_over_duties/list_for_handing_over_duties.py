from huimang.statements import screen


def execute(filters=None):
	return screen.execute("duties_list", filters)
