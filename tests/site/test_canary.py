"""Withheld numbers that are primes found nowhere else: no byte of the site holds them, or what gives them."""

import struct
import zlib

import pytest

from tests.disclosure.published_files import read
from tests.site.building import differences
from tests.site.canary import GROUPS, PERIODS, add, extract, found, is_prime, protected, secrets, withheld
from tests.site.projects import PACKAGE, write

pytestmark = pytest.mark.site
PAGE = "en/2019/finish/index.html"


@pytest.fixture(scope="module")
def built(tmp_path_factory, run):
    """Two sites whose private extracts differ in withheld numbers alone, protected and published."""
    roots = []
    for variant in (0, 1):
        root = write(protected(extract(variant)), tmp_path_factory.mktemp("canary") / "site")
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


def test_protect_withholds_what_is_small_and_chooses_what_protects_it(built):
    """Asian students are fewer than 20,000 in both districts; black students are more, and go with them."""
    rows = read(built[0] / PACKAGE / "data/graduation.csv")
    gone = {
        (row["period"], row["place"], "" if row["race_ethnicity"] == "all" else row["race_ethnicity"])
        for row in rows
        if row["denominator"] == ""
    }
    numbers = extract(0)
    assert gone == {cell for cell in numbers if withheld(cell)}
    assert {cell[2] for cell in gone if numbers[cell][1] < 20000} == {"asian"}
    assert {cell[2] for cell in gone if numbers[cell][1] >= 20000} == {"black"}
    assert len(rows) == len(PERIODS) * 3 * (1 + len(GROUPS["race_ethnicity"]))


def test_no_byte_of_the_site_holds_a_withheld_number(built):
    for variant, root in enumerate(built):
        assert (root / "output" / PAGE).is_file()
        assert found(root / "output", extract(variant)) == []
        assert found(root / "content", extract(variant)) == []
        assert found(root / "datapackages", extract(variant)) == []


def test_the_site_of_other_withheld_numbers_is_the_same_site(built):
    """Neither order, rank, headline, axis nor file depends on them; nor does what `protect` has chosen."""
    assert differences(built[0] / "datapackages", built[1] / "datapackages") == []
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


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def picture(text):
    """A picture of one dot with a compressed note."""
    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    note = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(text.encode() * 3))
    dot = chunk(b"IDAT", zlib.compress(b"\0\0"))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + note + dot + chunk(b"IEND", b"")


def instead(old, new):
    """Puts something into the first place of a file that looks so."""

    def change(data):
        assert old in data
        return data.replace(old, new, 1)

    return change


NUMBER = str(SECRET[1]).encode()
# Per kind of file that a site has, or may come to have: how it would slip in.
SLIPS = {
    ".html": instead(b"</main>", b'<p data-n="' + NUMBER + b'"></p></main>'),
    ".svg": instead(b"<svg ", b'<svg aria-label="' + NUMBER + b' students" '),
    ".csv": lambda data: data + b"2018-19,Ashford,asian," + NUMBER + b"\n",
    ".json": instead(b"{", b'{"people": ' + NUMBER + b","),
    ".xml": instead(b"</feed>", b"<!-- " + NUMBER + b" --></feed>"),
    ".css": lambda data: data + b"/* " + NUMBER + b" */",
    "": lambda data: data + b"\n" + NUMBER,
}
NEW = {
    "sitemap.xml": b"<urlset><url><loc>/" + NUMBER + b"/</loc></url></urlset>",
    "feed.atom": f"<feed><title>{SECRET[1]:,} students</title></feed>".encode(),
    "search.json": b'{"docs": ["' + NUMBER + b'"]}',
    "en/dot.png": picture(f"{SECRET[1]} students"),
}


def test_the_search_finds_a_number_in_every_kind_of_file(built, tmp_path):
    """Seeded: one prime per kind of file; a kind that is new here wants a seed of its own."""
    files = {path.suffix: path for path in sorted((built[0] / "output").rglob("*")) if path.is_file()}
    assert set(files) == set(SLIPS)
    for suffix, path in files.items():
        name = path.relative_to(built[0] / "output")
        clean, seeded = (tmp_path / each / (suffix or "none") / name for each in ("clean", "seeded"))
        for target, data in ((clean, path.read_bytes()), (seeded, SLIPS[suffix](path.read_bytes()))):
            target.parent.mkdir(parents=True)
            target.write_bytes(data)
        assert found(tmp_path / "clean", extract(0)) == []
        assert {each for each, _ in found(tmp_path / "seeded" / (suffix or "none"), extract(0))} == {
            name.as_posix()
        }


@pytest.mark.parametrize("name", NEW)
def test_the_search_reads_kinds_of_files_that_the_site_does_not_have_yet(tmp_path, name):
    (tmp_path / "output" / name).parent.mkdir(parents=True)
    (tmp_path / "output" / name).write_bytes(NEW[name])
    assert NUMBER not in picture(f"{SECRET[1]} students")
    assert found(tmp_path / "output", extract(0)) == [(name, "number")]


def test_the_search_reads_other_encodings(tmp_path):
    (tmp_path / "output").mkdir()
    (tmp_path / "output/x.bin").write_bytes(f"{SECRET[0]}".encode("utf-16-le"))
    assert found(tmp_path / "output", extract(0)) == [("x.bin", "number")]
