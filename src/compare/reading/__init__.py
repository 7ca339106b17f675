"""From any file to verbatim text, labels and what is page furniture in it."""
