"""Which measures suit an indicator and a dimension, and why."""
