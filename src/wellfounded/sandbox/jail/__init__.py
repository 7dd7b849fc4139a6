"""What a process that decodes hostile bytes may not do, and the Linux calls that see to it."""
