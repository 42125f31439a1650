"""Getting tables in: from a publisher's files to the tables of a package, by a recipe."""
