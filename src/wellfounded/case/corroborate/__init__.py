"""Who says what: statements out of texts."""
