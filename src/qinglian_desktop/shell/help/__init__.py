"""F1 怎么办: a card for every screen, beside the work and on paper."""
