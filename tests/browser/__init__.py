"""The built site in a real browser: one built copy, one browser, a few checks, each with a fault it must find."""
