"""What is wrong or doubtful in a rulebook, each fault with its place and remedy."""
