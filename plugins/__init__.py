"""Plumbline's plugins: `equity` is the pure library, every other module adapts it to Pelican."""
