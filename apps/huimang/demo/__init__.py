"""A demonstration corporation with two facilities and a year of work, made by the product's own services.

Nothing is written behind the services' backs: people are members of their facility, the budget goes through its
approval, and each resolution is written, requested, decided on and settled by those whose turn it is, on its own day.
Made once; called again it only adds what is missing. `data/` holds what a facility enters, one folder a facility.
"""
