"""Every "no" by name, with its sentence in both languages and its status."""
