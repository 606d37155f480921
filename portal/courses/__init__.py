"""Courses: a folder of Markdown that one goes through in order.

In: which lessons a course has, the pages one learns on. Not in: reading files (articles does).
"""
