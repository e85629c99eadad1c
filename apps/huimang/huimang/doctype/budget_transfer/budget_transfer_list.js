huimang.budget.move_list("Budget Transfer");
