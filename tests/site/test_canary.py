"""Withheld numbers that are primes found nowhere else: no byte of the site holds them, or what gives them."""

import pytest

from tests.site.building import differences
from tests.site.canary import add, extract, found, is_prime, project, secrets, withheld
from tests.site.projects import write

pytestmark = pytest.mark.site
PAGE = "en/2019/finish/index.html"


@pytest.fixture(scope="module")
def built(tmp_path_factory, run):
    """Two sites whose private extracts differ in withheld numbers alone, published."""
    roots = []
    for variant in (0, 1):
        root = write(project(extract(variant)), tmp_path_factory.mktemp("canary") / "site")
        cycle = root / "content/reports/2019/cycle.yaml"
        cycle.write_text(cycle.read_text("utf-8").replace("status: draft", "status: published"), "utf-8")
        for command in (["freeze", "2019"], ["publish"]):
            done = run(root, command)
            assert (done.status, done.err) == (0, "")
        roots.append(root)
    return roots


def test_the_fixture_is_what_it_says():
    """Primes of four and five digits that differ between the two extracts; all that is shown is the same."""
    one, two = extract(0), extract(1)
    assert {cell for cell in one if one[cell] != two[cell]} == {cell for cell in one if withheld(cell)}
    hidden = [number for cell in one if withheld(cell) for number in (*one[cell], *two[cell])]
    assert len(hidden) == len(set(hidden)) == 32
    assert all(is_prime(each) and 1000 < each < 100_000 for each in hidden)
    for period in ("2017-18", "2018-19"):
        parts = add(one[period, "001", each] for each in ("asian", "black", "white"))
        assert parts == one[period, "001", ""]
    assert min(map(len, secrets(one))) > 20


def test_no_byte_of_the_site_holds_a_withheld_number(built):
    for variant, root in enumerate(built):
        assert (root / "output" / PAGE).is_file()
        assert found(root / "output", extract(variant)) == []
        assert found(root / "content", extract(variant)) == []


def test_the_site_of_other_withheld_numbers_is_the_same_site(built):
    assert differences(built[0] / "output", built[1] / "output") == []


def test_what_is_withheld_is_said_in_words(built):
    for language, word in (("en", "Withheld"), ("es", "Oculto")):
        text = (built[0] / f"output/{language}/2019/finish/now.csv").read_text("utf-8")
        rows = [line.split(",") for line in text.splitlines()]
        assert [row[3:] for row in rows if row[2] in ("asian", "black")] == [[*[""] * 5, word]] * 2


SECRET = extract(0)["2018-19", "001", "asian"]


@pytest.mark.parametrize(
    "slip",
    [
        str(SECRET[0]),
        f"{SECRET[1]:,}",
        f"{SECRET[1]:,}".replace(",", "\u202f"),
        str(SECRET[1] - SECRET[0]),
        f"{100 * SECRET[0] / SECRET[1]:.1f}%",
        f"{100 * SECRET[0] / SECRET[1]:.4f}".replace(".", ","),
        f"{SECRET[0] / SECRET[1]:.6f}",
        str(40000 - SECRET[1]),
    ],
)
def test_the_search_finds_what_slips_through(built, tmp_path, slip):
    """Seeded: the number itself, its complement, its rate, its distance from a shown neighbour."""
    page, text = tmp_path / "output" / PAGE, (built[0] / "output" / PAGE).read_text("utf-8")
    page.parent.mkdir(parents=True)
    page.write_text(text.replace("</main>", f"<p title='x {slip}'></p></main>"), "utf-8")
    assert {name for name, _ in found(tmp_path / "output", extract(0))} == {PAGE}


def test_the_search_reads_other_encodings(tmp_path):
    (tmp_path / "output").mkdir()
    (tmp_path / "output/x.bin").write_bytes(f"{SECRET[0]}".encode("utf-16-le"))
    assert found(tmp_path / "output", extract(0)) == [("x.bin", "number")]
