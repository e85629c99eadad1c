frappe.pages["monitoring-board"].on_page_load = (wrapper) => huimang.monitoring.board(wrapper);
frappe.pages["monitoring-board"].on_page_show = (wrapper) => wrapper.board?.refresh();
