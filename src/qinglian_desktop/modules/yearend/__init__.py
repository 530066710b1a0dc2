"""年终评价 at the street: what becomes of each unit, and the paper that says it to all."""
