"""What documents of the payroll are called, and how a payslip stands."""

RUN, SLIP = "Payroll Run", "Payslip"
READY, ERROR, CONFIRMED, CANCELLED = "Ready", "Error", "Confirmed", "Cancelled"
