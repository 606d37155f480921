"""The trail: what a visitor searched, read and voted, under a pseudonym.

In: visits, their searches, views and votes. Not in: who the visitor is; tickets copy what they are given.
"""
