"""The shell around every page: layout, navigation, access, errors, static files, the home page."""
