from .protected import WITHHELD, Cell, Key, Number, Protected, guard

__all__ = ["WITHHELD", "Cell", "Key", "Number", "Protected", "guard"]
