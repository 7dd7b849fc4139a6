"""Decoders of containers: archives, mail and chat exports. Imported only inside the sandbox's
worker.
"""
