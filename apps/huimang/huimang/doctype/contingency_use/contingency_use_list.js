huimang.budget.move_list("Contingency Use");
