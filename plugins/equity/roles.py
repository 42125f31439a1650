"""Who does, decides or says something: a closed list of roles, never names."""

ROLES = (
    "students", "families", "teachers", "counselors", "school_staff", "principals", "district",
    "school_board", "state_agency", "state_board", "legislature", "unions", "community_groups",
    "providers", "researchers", "translators", "publisher",
)  # fmt: skip
"""Names are for the head of a text, whose authors want to be named."""
