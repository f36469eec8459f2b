"""The book of the site: lessons with their stored outputs, and the documents, as Sphinx makes pages of them."""
