"""What each function of the exercises has to do: one module a notebook."""
