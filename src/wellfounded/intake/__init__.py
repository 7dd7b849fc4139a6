"""The one door in: files, folders, archives, mail and chats, and the terms under which a person
gives them.
"""
