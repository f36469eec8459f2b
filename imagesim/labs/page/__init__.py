"""The labs in a plain page: a worker of the browser runs this package, and the page asks it."""
