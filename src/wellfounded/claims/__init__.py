"""Who says what, on whose authority, and what a claim rests on."""
