"""Markdown files -> catalogue -> safe HTML; the only writer below the articles folder.

In: reading and checking files, rendering, the catalogue of articles and editions, pages of articles.
Not in: the index (search), courses as something one goes through (courses), the editor (authoring).
"""
