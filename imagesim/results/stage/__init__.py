"""The view of a run that people play with: its data as one JSON object, and the ES modules that draw it.

Python says what happened and how things look, once, for all readers; `js` draws it, in a notebook, in a file that one
mails, or in a page. `run_data` makes the object, `bundle` the script, `run_page` a file of both.
"""
