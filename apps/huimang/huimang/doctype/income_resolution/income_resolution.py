"""수입결의서: see huimang.resolutions."""

from huimang.resolutions.document import Resolution
from huimang.resolutions.kinds import INCOME


class IncomeResolution(Resolution):
	kind = INCOME
