frappe.pages["approval-inbox"].on_page_load = (wrapper) => huimang.approval.inbox(wrapper);
frappe.pages["approval-inbox"].on_page_show = (wrapper) => wrapper.inbox?.refresh();
