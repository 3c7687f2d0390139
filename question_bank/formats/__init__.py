"""One module for each format of question file."""
