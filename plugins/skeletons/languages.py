"""A new language: an entry in `site.yaml`, catalogues to translate, a glossary of prompts, and a list of the
texts that wait.

No page is copied: one without a translation shows the default language's and says so, while a copy would
claim to be in a language that it is not in. The glossary is begun, since it must have every term, and forms
of its own; it is shown when its last prompt is gone. Until the language is moved to `languages`, the public
site is without it.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from plugins.catalogues import update
from plugins.equity.languages import open_languages
from plugins.equity.problems import Problem, errors
from plugins.equity.reports import Site, read_site
from plugins.equity.sources import parse_yaml, read_text
from plugins.packagewords import update_packages

from .skeleton import Skeleton, put
from .terms import glossary

SITE = "content/site.yaml"
_MOST = 12


def new_language(root: Path, code: str) -> Skeleton:
    """Prepare a language, with its catalogues written; the Skeleton tells what was done and what is left."""
    site, problems = read_site(root)
    if site is None:
        return Skeleton(problems=problems)
    wrong = tuple(_check(site, code, root))
    text, unread = read_text(root / SITE, root)
    changed = _with_language(text, code)
    if changed is None:
        message = "Its list of languages is written in a way that a program cannot change safely."
        wrong += (Problem(SITE, 0, "value-wrong", message, f"Add the line 'preparing: [{code}]' yourself."),)
    if wrong or unread or changed is None:
        return Skeleton(problems=(*wrong, *unread))
    glossaries = _glossary(root, site, code)
    skeleton = Skeleton(glossaries, {SITE: changed})
    catalogues = {*root.glob("theme/translations/*/*.po"), *root.glob("datapackages/*/translations/*.po")}
    try:
        site_words = update(root, (code,))
        package_words = update_packages(root, (code,))
        put(skeleton, root)
    except BaseException:
        for path in [*root.glob(f"theme/translations/{code}/site.po"), *_catalogues(root, code)]:
            if path not in catalogues:
                path.unlink()
        raise
    words = len(site_words), len([each for each in package_words if each.code == "translation-missing"])
    return Skeleton(glossaries, skeleton.changes, tuple(_told(root, site, code, words)))


def _check(site: Site, code: str, root: Path) -> Iterator[Problem]:
    if code in site.languages:
        message, hint = (
            f"This site has the language '{code}' already.",
            "`plumbline translate` lists its gaps.",
        )
        yield Problem(SITE, 0, "language-twice", message, hint)
    elif not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]+)*", code):
        message, hint = f"'{code}' is not a language code.", "Write one such as pt, vi, or zh."
        yield Problem(SITE, 0, "language-unknown", message, hint)
    else:
        found = open_languages([code], root / "theme" / "translations", root)[1]
        yield from (each for each in errors(found) if each.code == "language-unknown")


def _with_language(text: str, code: str) -> str | None:
    """`site.yaml` with one more language under `preparing` and all else kept; None where that fails."""
    before = parse_yaml(text, SITE)[0].data
    known = before.get("preparing", [])
    if "preparing" in before:
        listed = ", ".join([*known, code])
        changed = re.sub(r"^preparing:[ ]*\[[^\]\n]*\]", f"preparing: [{listed}]", text, count=1, flags=re.M)
        if changed == text:
            changed = re.sub(r"^(preparing:.*\n)(\s*)- ", rf"\1\2- {code}\n\2- ", text, count=1, flags=re.M)
    else:
        line = f"preparing: [{code}]    # in the preview only; move it to 'languages' when it is translated\n"
        changed = re.sub(r"^(?=languages:)", line, text, count=1, flags=re.M)
    after: Any = parse_yaml(changed, SITE)[0].data
    wanted = {**before, "preparing": {*known, code}}
    right = isinstance(after, dict) and {**after, "preparing": {*after.get("preparing", ())}} == wanted
    return changed if right else None


def _glossary(root: Path, site: Site, code: str) -> dict[str, str]:
    """The glossary with a prompt for each meaning, where there is something to translate and no file yet."""
    folder = root / "content" / "glossary"
    source = folder / f"{site.default_language}.md"
    if not source.is_file() or (folder / f"{code}.md").exists():
        return {}
    text, unread = read_text(source, root)
    return {} if unread else {f"content/glossary/{code}.md": glossary(text)}


def _catalogues(root: Path, code: str) -> Iterator[Path]:
    return root.glob(f"datapackages/*/translations/{code}.po")


def _told(root: Path, site: Site, code: str, words: tuple[int, int]) -> Iterator[str]:
    yield f"'{code}' is in preparation: the preview has it, the public site does not."
    yield f"theme/translations/{code}/site.po: {words[0]} sentences of the site to translate."
    files = len(list(_catalogues(root, code)))
    yield f"datapackages/*/translations/{code}.po ({files} files): {words[1]} words of the data to translate."
    if (root / "content" / "glossary" / f"{code}.md").is_file():
        yield f"content/glossary/{code}.md: the shared words, a prompt for each. Shown when none is left."
    named = [key for key in ("name", "tagline", "publisher") if _by_language(root, key)]
    if named:
        yield f"{SITE}: add '{code}:' under {', '.join(named)}."
    waiting = sorted(
        (
            path
            for path in (root / "content").rglob(f"{site.default_language}.md")
            if not path.with_name(f"{code}.md").exists()
        ),
        reverse=True,  # the newest year first: it is read most
    )
    yield f"{len(waiting)} texts to translate, each beside its original, with 'Translation: human':"
    for path in waiting[:_MOST]:
        yield f"  {path.with_name(f'{code}.md').relative_to(root).as_posix()}"
    if len(waiting) > _MOST:
        yield f"  and {len(waiting) - _MOST} more"
    yield "A text that is not there yet is shown in the default language, and the page says so."
    yield f"When the words are done, move '{code}' from 'preparing' to 'languages' in {SITE}."


def _by_language(root: Path, key: str) -> bool:
    text, _ = read_text(root / SITE, root)
    return isinstance(parse_yaml(text, SITE)[0].data.get(key), dict)
