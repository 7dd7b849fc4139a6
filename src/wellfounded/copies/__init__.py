"""The same footage, the same picture, the same sound, and what they are copies of: prints, copies, origins."""
