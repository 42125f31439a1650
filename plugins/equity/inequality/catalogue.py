"""What each measure is for: the one source of the library's documentation and, later, of methods pages."""
