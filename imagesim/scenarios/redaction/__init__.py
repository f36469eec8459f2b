"""Secrets are replaced by stand-ins before anything else happens with a document.

Whatever comes later (a Scenario, an error, a table, a saved file, a pickle) holds nobody's password, because none is
there any more.
"""
