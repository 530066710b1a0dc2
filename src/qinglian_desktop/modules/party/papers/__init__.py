"""The papers of party work as values: meetings, and what is done together."""
