frappe.pages["card-receipts"].on_page_load = (wrapper) => huimang.card.receipts(wrapper);
frappe.pages["card-receipts"].on_page_show = (wrapper) => wrapper.receipts?.refresh();
