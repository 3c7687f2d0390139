"""Result packs: a contest as a folder of files from which everybody can recount it."""
