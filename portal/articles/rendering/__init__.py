"""Markdown -> the safe HTML of a page, in a helper process that is bounded in time and memory.

`workshop` is the door: it keeps the helpers. `render` is what they do: `layout` makes GitHub's Markdown strict,
`markdown` renders it, `sanitise` lets through only what we make, `page` walks the result once for headings,
sections and links.
"""
