frappe.pages["my-work"].on_page_load = (wrapper) => huimang_personnel.my_work(wrapper);
frappe.pages["my-work"].on_page_show = (wrapper) => wrapper.my_work?.refresh();
