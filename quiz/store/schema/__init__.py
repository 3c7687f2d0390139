"""The tables by subject; `quiz.store.tables` names them all."""
