"""Running the house: serving pages, the background worker, migrations at start, the demo.

Above every room like `wiring`; nobody imports it but the command.
"""
