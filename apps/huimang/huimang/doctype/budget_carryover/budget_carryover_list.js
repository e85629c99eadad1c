huimang.budget.move_list("Budget Carryover");
