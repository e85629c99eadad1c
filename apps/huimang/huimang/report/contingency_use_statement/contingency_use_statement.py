from huimang.statements import screen


def execute(filters=None):
	return screen.execute("contingency_statement", filters)
