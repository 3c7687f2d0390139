"""`python -m quiz.cli`, for the processes that `quiz serve` starts."""

from quiz.cli.group import main

main()
