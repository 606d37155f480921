"""The ticket: its life, its people, its words. The requester's view and the desk.

In: tickets, messages, events, the copied trail, citations of articles, numbers and links.
Not in: mail about tickets (notifications), figures about them (insights).
"""
