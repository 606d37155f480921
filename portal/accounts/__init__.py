"""People, their roles, and how they sign in.

In: users, role grants, passwords, one-time links, sessions, the page that administers people.
Not in: what people do; every other room points here, this one points nowhere.
"""
