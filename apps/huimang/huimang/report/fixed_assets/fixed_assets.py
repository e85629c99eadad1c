from huimang.statements import screen


def execute(filters=None):
	return screen.execute("fixed_assets", filters)
