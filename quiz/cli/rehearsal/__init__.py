"""What a rehearsal does, piece by piece; the command itself is `quiz.cli.rehearse`."""
