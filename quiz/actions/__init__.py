"""The verbs of a contest, one function each: they take an open connection and `now`, and never commit."""
