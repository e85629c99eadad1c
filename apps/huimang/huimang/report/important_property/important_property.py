from huimang.statements import screen


def execute(filters=None):
	return screen.execute("important_property", filters)
