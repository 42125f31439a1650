"""Tests of the committed data packages."""
