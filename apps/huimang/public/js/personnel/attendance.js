// Attendance from Excel.

frappe.provide("huimang_personnel");

huimang_personnel.upload_attendance = (list) =>
	huimang.upload({ kind: "attendance", title: __("Upload Attendance"), done: () => list.refresh() });
