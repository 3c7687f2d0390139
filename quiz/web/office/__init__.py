"""Pages of the organisers under /office; `doors` lists their blueprints, `roles` says who may enter."""
