"""지출결의서: see huimang.resolutions."""

from huimang.resolutions.document import Resolution
from huimang.resolutions.kinds import EXPENSE


class ExpenseResolution(Resolution):
	kind = EXPENSE
