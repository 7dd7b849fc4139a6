"""The exhibits of a filing: their order and tabs, and what a person has to decide about each before it is bound."""
