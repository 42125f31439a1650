"""Getting tables in: recipes, shapes, the way into a package."""
