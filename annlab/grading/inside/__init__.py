"""What stands in the sandbox: sandboxed.py executes a student's cells and calls the functions in them, and a package of
annlab's name takes the place of the real one. None of it knows a right answer."""
