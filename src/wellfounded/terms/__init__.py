"""The defined terms every room shares: values with one meaning, no input or output, standard library only."""
