frappe.pages["manual"].on_page_load = (wrapper) => huimang.help.manual(wrapper);
frappe.pages["manual"].on_page_show = (wrapper) => wrapper.manual?.show();
