"""What lies outside the repository: it is public as a whole, so nothing about single people comes into it."""

from pathlib import Path


def in_repository(path: Path, root: Path) -> bool:
    """Whether a path lies in the repository of the site below `root`, also by a link, or holds it."""
    public = root.resolve()
    top = next((each for each in (public, *public.parents) if (each / ".git").exists()), public)
    there = (path.absolute(), path.resolve())
    return any(each == top or top in each.parents for each in there) or there[1] in top.parents
