"""The development set for copies: footage found in packages, edits made from it, and the scores."""
