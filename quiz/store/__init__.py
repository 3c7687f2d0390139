"""The only place where SQL is written: each function takes a connection and answers one question."""
