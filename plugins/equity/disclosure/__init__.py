from .protected import WITHHELD, Cell, Key, Number, Protected, guard, policy_of

__all__ = ["WITHHELD", "Cell", "Key", "Number", "Protected", "guard", "policy_of"]
