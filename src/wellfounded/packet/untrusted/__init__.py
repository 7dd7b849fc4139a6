"""What opens PDFs of others, to bind them or to check a finished packet: runs only in the sandbox's worker."""
