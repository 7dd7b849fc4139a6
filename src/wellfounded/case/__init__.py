"""A case and its verbs: the only place where the rooms are wired together, one file per verb."""
