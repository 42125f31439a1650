"""The pages of data packages: what is in them, who made them, what is withheld and why, and the files
themselves.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from plugins import addresses, latest
from plugins.equity.descriptors import Package, paths
from plugins.equity.disclosure import Protected
from plugins.equity.labels import doubt_key
from plugins.equity.languages import Language
from plugins.frames import Build, Page, everywhere
from plugins.sizes import human
from plugins.withholding import withholding


def pages(build: Build) -> Iterator[Page]:
    """The index of the data, and a page per package, in every language."""
    for language in build.edition.languages:
        here = addresses.data(language.code)
        entries = [
            {
                "title": each.package.word("package/title", language.code),
                "description": each.package.word("package/description", language.code),
                "href": addresses.link(here, addresses.dataset(language.code, each.package.id)),
            }
            for each in build.edition.packages.values()
        ]
        yield Page(
            kind="data_index",
            template="data_index.html",
            address=here,
            language=language,
            title=language.say("The data"),
            elsewhere=everywhere(build, addresses.data),
            description=language.say(
                "Every number on this site comes from these tables. They are free to use."
            ),
            context={"datasets": entries},
        )
        for protected in build.edition.packages.values():
            package = protected.package
            here = addresses.dataset(language.code, package.id)
            yield Page(
                kind="dataset",
                template="dataset.html",
                address=here,
                language=language,
                title=package.word("package/title", language.code),
                description=package.word("package/description", language.code),
                elsewhere=everywhere(build, lambda code, p=package: addresses.dataset(code, p.id)),
                context={"dataset": _view(build, protected, language, here)},
            )


def _view(build: Build, protected: Protected, language: Language, here: str) -> dict[str, Any]:
    assert build.edition.site is not None
    package, code = protected.package, language.code
    origin, licence = package.descriptor["equity"]["origin"], package.descriptor["licenses"][0]
    return {
        "title": package.word("package/title", code),
        "description": package.word("package/description", code),
        "edition": latest.of_package(build.edition, package.id, language, here),
        "publisher": package.word("origin/publisher", code),
        "publisher_href": origin.get("address", ""),
        "licence": licence.get("title", licence.get("name", "")),
        "licence_href": licence.get("path", ""),
        "files": [
            {
                "label": _file_label(package, name, language),
                "href": addresses.link(here, addresses.package_file(package.id, name)),
                "size": human((package.folder / name).stat().st_size, language),
            }
            for name in ("datapackage.json", *package.files())
        ],
        "indicators": [_indicator(protected, id_, language) for id_ in package.indicators],
        "dimensions": [_dimension(package, id_, language) for id_ in package.dimensions],
        "doubts": [
            package.word(doubt_key(doubt, number), code)
            for number, doubt in enumerate(package.descriptor["equity"].get("doubts", ()))
        ],
        "withheld": withholding(
            protected, language, build.edition.site, build.edition.tallies.get(package.id)
        ),
        "statuses": statuses(language),
    }


def _file_label(package: Package, name: str, language: Language) -> str:
    if name == "datapackage.json":
        return language.say("Description of the package (JSON)")
    for indicator in package.indicators.values():
        path = package.resource(indicator.resource)["path"]
        if name == path or name in path:
            label = package.word(f"indicator/{indicator.id}/label", language.code)
            return language.say("{label} (CSV)", label=label)
    if package.quoted and name in paths(package.resource(package.quoted)):
        return language.say("Quotations (CSV)")
    return language.say("Places (CSV)") if name.endswith("places.csv") else name


def _indicator(protected: Protected, id_: str, language: Language) -> Mapping[str, Any]:
    package, code = protected.package, language.code
    periods = protected.periods(id_)
    return {
        "label": package.word(f"indicator/{id_}/label", code),
        "definition": package.word(f"indicator/{id_}/definition", code),
        "periods": language.say("{first} to {last}", first=periods[0], last=periods[-1]) if periods else "",
        "breaks": [
            language.say(
                "{period}: {reason}", period=at, reason=package.word(f"indicator/{id_}/break/{at}", code)
            )
            for at in package.indicators[id_].breaks
        ],
    }


def _dimension(package: Package, id_: str, language: Language) -> Mapping[str, Any]:
    code, described = language.code, package.descriptor["equity"]["dimensions"][id_]
    changes = [
        language.say(
            "{period}: {reason}",
            period=each.at,
            reason=package.word(f"dimension/{id_}/change/{each.at}", code),
        )
        for each in package.dimensions[id_].changes
    ]
    groups = [
        {
            "label": package.word(f"group/{id_}/{group}/label", code),
            "definition": _defined(package, id_, group, spec, language),
        }
        for group, spec in described["groups"].items()
    ]
    return {"label": package.word(f"dimension/{id_}/label", code), "changes": changes, "groups": groups}


def _defined(
    package: Package, dimension: str, group: str, spec: Mapping[str, Any], language: Language
) -> str:
    """Who is in a group, since when and until when, and what it was called before, in sentences."""
    code, key = language.code, f"group/{dimension}/{group}"
    told = [package.word(f"{key}/{form}", code) for form in ("definition", "note") if form in spec]
    if "from" in spec:
        told.append(language.say("First year: {period}.", period=spec["from"]))
    if "to" in spec:
        told.append(language.say("Last year: {period}.", period=spec["to"]))
    for former in spec.get("formerly", ()):
        told.append(
            language.say(
                "Until {period} the publisher called it “{name}”.", period=former["to"], name=former["name"]
            )
        )
        if "note" in former:
            told.append(package.word(f"{key}/formerly/{former['to']}", code))
    return " ".join(told)


def statuses(language: Language) -> list[dict[str, str]]:
    """The marks that stand in the files instead of a number, explained."""
    return [
        {"mark": "ok", "meaning": language.say("The number is given.")},
        {
            "mark": "c",
            "meaning": language.say("Withheld to protect students' privacy. The exact reason is not public."),
        },
        {"mark": "z", "meaning": language.say("Does not apply.")},
        {"mark": "x", "meaning": language.say("Not collected or not published.")},
        {"mark": "w", "meaning": language.say("Not available yet.")},
        {"mark": "low", "meaning": language.say("Rounds to zero, but is not zero.")},
        {"mark": "u", "meaning": language.say("Not reliable: very few students.")},
    ]
