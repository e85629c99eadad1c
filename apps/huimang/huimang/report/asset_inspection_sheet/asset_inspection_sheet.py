from huimang.statements import screen


def execute(filters=None):
	return screen.execute("inspection_sheet", filters)
