// Korean dates in the date picker and Korean units (만, 억, 조) for short numbers.

$.fn.datepicker.language["ko"] = {
	days: ["일요일", "월요일", "화요일", "수요일", "목요일", "금요일", "토요일"],
	daysShort: ["일", "월", "화", "수", "목", "금", "토"],
	daysMin: ["일", "월", "화", "수", "목", "금", "토"],
	months: ["1월", "2월", "3월", "4월", "5월", "6월", "7월", "8월", "9월", "10월", "11월", "12월"],
	monthsShort: ["1월", "2월", "3월", "4월", "5월", "6월", "7월", "8월", "9월", "10월", "11월", "12월"],
	today: "오늘",
	clear: "지우기",
	dateFormat: "yyyy-mm-dd",
	timeFormat: "hh:ii",
	firstDay: 0,
};

const KOREAN_UNITS = [
	{ divisor: 1e12, symbol: "조" },
	{ divisor: 1e8, symbol: "억" },
	{ divisor: 1e4, symbol: "만" },
];

const number_system_of = frappe.utils.get_number_system;
frappe.utils.get_number_system = function (country) {
	if (country === "Korea, Republic of") return KOREAN_UNITS;
	return number_system_of.call(this, country);
};
