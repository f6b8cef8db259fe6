"""Gateway, terminal and dock together, to try it out."""
