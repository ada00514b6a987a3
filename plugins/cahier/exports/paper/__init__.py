"""The document as a tree, ready to be typeset: chapters of nodes, whatever the format."""
