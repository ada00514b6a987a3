"""The formats in which diagnostics are told, one module each."""
