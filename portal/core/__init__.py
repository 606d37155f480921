"""The ground every room stands on: database, events, clock, errors, roles, languages, text folding.

Knows no room, no request and no page.
"""
