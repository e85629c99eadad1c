from huimang.statements import screen


def execute(filters=None):
	return screen.execute("goods_register", filters)
