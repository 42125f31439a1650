"""The pure library: from a data package to finished figures, without Pelican, Jinja or Markdown."""
