"""Dates as a text writes them, in words that are decoded already: `spans` as days they can mean, `moments` as fields of a clock."""
