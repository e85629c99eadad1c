from huimang.statements import screen


def execute(filters=None):
	return screen.execute("property_register", filters)
