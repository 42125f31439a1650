"""Working beginnings: a new year, report, language or package, written whole or not at all.

Each kind is a module that gives a `Skeleton`: the files, and what there is to say about them.
"""

from .skeleton import Skeleton, put

__all__ = ["Skeleton", "put"]
