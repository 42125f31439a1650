"""The second net: everything that was built is read back, before it is published, and compared with the
packages.
"""

from .findings import Scan
from .outputs import scan_output

__all__ = ["Scan", "scan_output"]
