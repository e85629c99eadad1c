// A tenth of a second after a number box gets the focus, the framework selects the text of whatever has the focus by
// then. Who types fast is on a button already, which has no text to select: that must not be an error.

HTMLElement.prototype.select ??= function () {};

// A time picker without seconds, which the package registry's copy is, has nothing to hide where seconds are left out.
const time_picker = $.fn.datepicker.Timepicker?.prototype;
if (time_picker) {
	time_picker.$seconds ??= $();
	time_picker.$secondsText ??= $();
}

// A report whose filters are not chosen yet says so on its page; that it also gives up with an error is of no use.
window.addEventListener("unhandledrejection", (event) => {
	if (event.reason === "Filter missing") event.preventDefault();
});
