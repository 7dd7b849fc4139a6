"""Pictures: the same picture, in whole or in part."""
