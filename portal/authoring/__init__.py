"""Writing: what is wrong with the files now; drafts, review and the editor later.

In: what authors need to see. Not in: reading and rendering files (articles).
"""
