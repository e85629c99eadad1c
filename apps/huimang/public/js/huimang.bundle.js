// What the framework's Desk lacks for Korean staff.

import "./korean";
import "./staff";
import "./about";
