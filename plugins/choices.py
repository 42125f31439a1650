"""The closed lists of a report's narrative in words: roles, costs, reasons. Each translated whole."""

from collections.abc import Iterable

from plugins.equity.languages import Language


def role(id_: str, language: Language) -> str:
    """`state_agency` -> `The state education agency`."""
    return {
        "students": language.say("Students"),
        "families": language.say("Families"),
        "teachers": language.say("Teachers"),
        "counselors": language.say("Counselors"),
        "school_staff": language.say("School staff"),
        "principals": language.say("School principals"),
        "district": language.say("School district"),
        "school_board": language.say("School board"),
        "state_agency": language.say("State education agency"),
        "state_board": language.say("State board of education"),
        "legislature": language.say("State legislature"),
        "unions": language.say("Unions"),
        "community_groups": language.say("Community groups"),
        "providers": language.say("Providers of services"),
        "researchers": language.say("Researchers"),
        "translators": language.say("Translators"),
        "publisher": language.say("Publisher of this site"),
    }[id_]


def roles(ids: Iterable[str], language: Language) -> str:
    """Several roles as one list."""
    return several((role(each, language) for each in ids), language)


def several(labels: Iterable[str], language: Language) -> str:
    """Labels as one list, in which only the first begins with a capital: `School board and state agency`."""
    listed = [inside(each) if at else each for at, each in enumerate(labels)]
    return language.listing(listed)


def inside(label: str) -> str:
    """A label in the middle of a line."""
    return label[:1].lower() + label[1:]


def grade(id_: str, language: Language) -> str:
    """`low`, `medium`, `high`."""
    return {"high": language.say("High"), "medium": language.say("Medium"), "low": language.say("Low")}[id_]


def constraint(id_: str, language: Language) -> str:
    """Under which constraint something can be done."""
    return {
        "little_money": language.say("Little money"),
        "little_time": language.say("Little time"),
        "little_support": language.say("Little support"),
    }[id_]


def reason(id_: str, language: Language) -> str:
    """What decided whether an intervention was chosen."""
    return {
        "impact": language.say("Likely impact"),
        "feasibility": language.say("Feasibility"),
        "fit": language.say("Fit with values"),
        "cost": language.say("Cost"),
        "time": language.say("Time it takes"),
        "support": language.say("Support for it"),
        "asked_for": language.say("Whether the people concerned asked for it"),
        "law": language.say("Law"),
        "evidence": language.say("Evidence from elsewhere"),
    }[id_]


def training(id_: str, language: Language) -> str:
    """Whether those who carry something out are trained."""
    return {
        "not_needed": language.say("Not needed"),
        "planned": language.say("Planned"),
        "given": language.say("Given"),
    }[id_]


def resource(id_: str, language: Language) -> str:
    """What something needs, or what leadership has committed."""
    return {
        "time": language.say("Time"),
        "staff": language.say("Staff"),
        "money": language.say("Money"),
        "materials": language.say("Materials"),
        "space": language.say("Rooms"),
        "transport": language.say("Transport"),
        "technology": language.say("Technology"),
        "partners": language.say("Partners"),
        "data": language.say("Data"),
        "policy": language.say("Rules that help"),
        "public_reporting": language.say("A public report each year"),
    }[id_]


def unit(id_: str, language: Language) -> str:
    """What is counted of what was delivered."""
    return {
        "students": language.say("Students"),
        "families": language.say("Families"),
        "staff": language.say("Staff"),
        "sessions": language.say("Sessions"),
        "schools": language.say("Schools"),
        "districts": language.say("Districts"),
    }[id_]


def failure(id_: str, language: Language) -> str:
    """Where something failed, as a sentence."""
    return {
        "design": language.say("It failed in its design."),
        "delivery": language.say("It failed in its delivery."),
        "outside": language.say("It failed through outside factors."),
    }[id_]
