"""Disclosure control: the mathematics, and the packages."""
