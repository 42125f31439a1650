"""`plumbline check` on a site that has the whole corpus of broken packages in it."""

import pytest

from plugins.equity.problems import ERROR, WARNING
from tests.equity.faults import GOOD
from tests.equity.test_faults import CORPUS
from tests.site.projects import small, write

pytestmark = pytest.mark.site
SITE = """\
schema: 1
name: {en: Small site}
tagline: {en: For tests}
publisher: {en: Nobody}
default_language: en
languages: [en]
contact: hello@example.org
"""


def empty():
    """A site without content; its settings are those of the small one."""
    settings = {name: content for name, content in small().items() if name.endswith(".py")}
    return {**settings, "content/site.yaml": SITE}


def site(faults, root):
    """A site of nothing but broken packages, each in a folder of its own."""
    files = empty()
    for at, fault in enumerate(faults):
        for name, content in fault.files().items():
            files[f"datapackages/p{at}/{name}"] = content
    return write(files, root)


def places(faults):
    return {(f"datapackages/p{at}/{fault.file}", fault.line(), fault.code) for at, fault in enumerate(faults)}


def test_all_faults_are_told_at_once_and_the_status_is_1(run, tmp_path):
    faults = [each for each in CORPUS if each.severity == ERROR]
    done = run(site(faults, tmp_path))
    assert done.status == 1
    assert "Traceback" not in done.err
    assert places(faults) - set(done.told) == set()


def test_doubts_alone_are_told_and_the_status_is_0(run, tmp_path):
    faults = [each for each in CORPUS if each.severity == WARNING]
    done = run(site(faults, tmp_path))
    assert done.status == 0
    assert "Traceback" not in done.err
    assert places(faults) - set(done.told) == set()
    assert all(each.warning for each in done.problems)


@pytest.mark.parametrize("origin", GOOD)
def test_the_good_package_is_well(run, tmp_path, origin):
    files = {f"datapackages/schools/{name}": content for name, content in GOOD[origin].items()}
    done = run(write({**empty(), **files}, tmp_path))
    assert (done.status, done.err) == (0, "")
