// What the framework's Desk lacks for Korean staff.

import "./korean";
import "./crumbs";
import "./guards";
import "./staff";
import "./about";
import "./statements";
import "./upload";
import "./budget_files";
import "./budget_moves";
import "./account_numbers";
import "./controls";
import "./approval";
import "./approval_inbox";
import "./resolutions/index";
import "./masters";
import "./tax/payees";
import "./tax/resident_numbers";
import "./tax/invoices";
import "./tax/withholding_return";
import "./personnel/employees";
import "./personnel/orders";
import "./personnel/my_work";
import "./personnel/attendance";
import "./property/assets";
import "./property/register";
import "./overview";
