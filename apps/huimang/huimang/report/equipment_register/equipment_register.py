from huimang.statements import screen


def execute(filters=None):
	return screen.execute("equipment_register", filters)
