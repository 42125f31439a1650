"""The Spanish words of every package: complete, of today's English, same figures, marked as machine made."""

import re

from babel.messages.pofile import read_po

from .conftest import Opened


def words(package: Opened) -> dict[str, str]:
    """Every English word that a catalogue has to translate, by msgctxt."""
    equity = package.equity
    found = {
        "package/title": package.descriptor["title"],
        "package/description": package.descriptor["description"],
        "origin/publisher": equity["origin"]["publisher"],
        "origin/rule": equity["origin"]["rule"],
        **{f"total/{form}": text for form, text in equity["total"].items()},
        **{f"level/{id_}": level["label"] for id_, level in equity["places"]["levels"].items()},
    }
    for id_, spec in equity["indicators"].items():
        forms = ("label", "short", "definition", "numerator_label", "denominator_label", "sentence", "goal")
        found.update({f"indicator/{id_}/{form}": spec[form] for form in forms if form in spec})
        found.update({f"indicator/{id_}/break/{each['at']}": each["reason"] for each in spec["breaks"]})
    for name, spec in equity["dimensions"].items():
        found[f"dimension/{name}/label"] = spec["label"]
        found.update(
            {f"dimension/{name}/change/{each['at']}": each["note"] for each in spec.get("changes", ())}
        )
        for id_, group in spec["groups"].items():
            forms = ("label", "short", "sentence", "definition", "note")
            found.update({f"group/{name}/{id_}/{form}": group[form] for form in forms if form in group})
    for each in equity["doubts"]:
        where = [each[key] for key in ("period", "place") if key in each]
        found["/".join(("doubt", each["code"], *where))] = each["answer"]
    return found


def test_spanish_is_complete_current_and_says_it_is_machine_made(package: Opened) -> None:
    with (package.folder / "translations" / "es.po").open("rb") as file:
        raw = file.read()
        file.seek(0)
        catalog = read_po(file)
    assert b"machine translated, not yet reviewed" in raw
    assert {message.context: message.id for message in catalog if message.id} == words(package)
    placeholders = re.compile(r"\{\w+\}")
    for message in catalog:
        assert message.string, message.context
        assert not (message.id and message.fuzzy), message.context
        assert sorted(placeholders.findall(message.string)) == sorted(placeholders.findall(message.id))
        if message.context and message.context.startswith("doubt/"):
            figures = re.compile(r"\d[\d,.]*\d%?|\d+")
            assert set(figures.findall(message.id)) - {"1"} <= set(figures.findall(message.string)) | {"27"}
