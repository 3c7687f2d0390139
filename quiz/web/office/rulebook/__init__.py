"""The rulebook as a form: its fields follow from the types of the clauses, its faults from their checks."""
