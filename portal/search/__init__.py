"""Questions in, articles out: text analysis, the index, ranking, suggestions.

In: the engine behind one interface, keeping the index equal to the catalogue, the results page.
Not in: what visitors searched (visits), the texts themselves (articles).
"""
