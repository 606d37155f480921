"""Whole loops through a real browser and a real portal."""
