"""What the books put on paper: values in, documents out; nothing here reads a book."""
