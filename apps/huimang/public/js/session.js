// One's own session: it ends by itself when nobody uses it, and a password that is due is told in time.

const MINUTE = 60_000;
const WARNING = 2 * MINUTE;
const SEEN = "huimang_last_used";
let told = 0;

$(document).on("app_ready", () => {
	const { idle_minutes, password_days } = frappe.boot.huimang?.session || {};
	if (password_days !== null && password_days !== undefined) warn_of_password(password_days);
	if (idle_minutes) watch(idle_minutes * MINUTE);
});

function warn_of_password(days) {
	const message = days
		? __("Your password must be changed within {0} days.", [days])
		: __("Your password must be changed today.");
	frappe.show_alert({ message: `${message} <a href="/update-password">${__("Change Password")}</a>`, indicator: "orange" }, 15);
}

// All windows of a browser count together: the time of the last use is kept where each of them sees it.
function watch(limit) {
	const used = frappe.utils.throttle(() => localStorage.setItem(SEEN, Date.now()), 5000);
	for (const event of ["mousedown", "keydown", "touchstart", "wheel"]) {
		document.addEventListener(event, used, { passive: true, capture: true });
	}
	localStorage.setItem(SEEN, Date.now());
	setInterval(() => {
		const idle = Date.now() - Number(localStorage.getItem(SEEN));
		if (idle >= limit) return frappe.app.logout();
		if (idle >= limit - WARNING && Date.now() - told > WARNING) {
			told = Date.now();
			frappe.show_alert({ message: __("Nobody has used this window for a while. You will be logged out in 2 minutes."), indicator: "orange" }, 60);
		}
	}, MINUTE / 4);
}
