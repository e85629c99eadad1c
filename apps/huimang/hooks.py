app_name = "huimang"
app_title = "희망 · Huimang"
app_publisher = "Huimang"
app_description = "Accounting, personnel, property and donations of Korean social-welfare facilities"
app_email = "huimang@example.com"
app_license = "MIT"
required_apps = ["frappe"]
