// The realtime server of the runtime listens on a port of its own, beside the web server's.
// (An official bench puts nginx before both of them; the framework's client expects that.)
frappe.realtime.get_host = () =>
	`${window.location.protocol}//${window.location.hostname}:${frappe.boot.socketio_port}/${frappe.boot.sitename}`;
