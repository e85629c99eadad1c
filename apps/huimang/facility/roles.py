"""The roles of the product, and which of them a facility gives to its own people."""

FACILITY_HEAD = "Facility Head"
OFFICE_DIRECTOR = "Office Director"
ACCOUNTANT = "Accountant"
DONATION_MANAGER = "Donation Manager"
HR_MANAGER = "HR Manager"
SOCIAL_WORKER = "Social Worker"
AUDITOR = "Auditor"
LOCAL_OFFICER = "Local Officer"
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
)
"""Given by a Facility Membership, and effective in that facility only."""

UNSCOPED_ROLES = (PLATFORM_OPERATOR, SYSTEM_MANAGER)
"""Given on the user by a System Manager; where a DocType names them, they reach the records of every facility."""
