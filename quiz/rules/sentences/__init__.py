"""The rulebook in plain sentences of both languages."""
