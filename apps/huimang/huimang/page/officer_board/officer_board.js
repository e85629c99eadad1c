frappe.pages["officer-board"].on_page_load = (wrapper) => huimang.monitoring.officer(wrapper);
frappe.pages["officer-board"].on_page_show = (wrapper) => wrapper.board?.refresh();
