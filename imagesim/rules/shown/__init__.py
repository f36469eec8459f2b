"""The gate: what people are shown passes here, and here alone is decided what of it may be seen.

Three things are decided, one in each module: of a secret nothing is shown (secret_texts, secret_places), a character
that a terminal would obey or hide is written out (characters), and a long text is cut with a count (lengths). `gate`
puts them together; a text that has passed it is a `gate.Shown`, and a terminal takes nothing else.
"""
