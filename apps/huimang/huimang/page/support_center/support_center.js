frappe.pages["support-center"].on_page_load = (wrapper) => huimang.support.page(wrapper);
frappe.pages["support-center"].on_page_show = (wrapper) => wrapper.support?.show();
