"""The built site in a real browser. Each check has a fault beside it that it must find."""
