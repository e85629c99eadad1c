"""The roles of the product, and which of them a facility gives to its own people."""

FACILITY_HEAD = "Facility Head"
OFFICE_DIRECTOR = "Office Director"
ACCOUNTANT = "Accountant"
DONATION_MANAGER = "Donation Manager"
HR_MANAGER = "HR Manager"
SOCIAL_WORKER = "Social Worker"
AUDITOR = "Auditor"
LOCAL_OFFICER = "Local Officer"
FACILITY_STAFF = "Facility Staff"
PLATFORM_OPERATOR = "Platform Operator"
SYSTEM_MANAGER = "System Manager"

FACILITY_ROLES = (
	FACILITY_HEAD,
	OFFICE_DIRECTOR,
	ACCOUNTANT,
	DONATION_MANAGER,
	HR_MANAGER,
	SOCIAL_WORKER,
	AUDITOR,
	LOCAL_OFFICER,
	FACILITY_STAFF,
)
"""Given by a Facility Membership, and effective in that facility only."""

READERS_ONLY = frozenset({AUDITOR, LOCAL_OFFICER})
"""Those who audit a facility do none of its work (재무·회계규칙 제42조)."""


def with_staff(roles: set[str]) -> set[str]:
	"""Return the roles with that of the staff (직원): whoever works in a facility has leave and pay of their own there."""
	return roles | {FACILITY_STAFF} if roles - READERS_ONLY - {None} else roles


UNSCOPED_ROLES = (PLATFORM_OPERATOR, SYSTEM_MANAGER)
"""Given on the user by a System Manager; where a DocType names them, they reach the records of every facility."""
