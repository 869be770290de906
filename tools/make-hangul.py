#!/usr/bin/env python3
"""Takes from GNU Unifont the syllables that stand in pictures.

    apt-get download unifont && dpkg-deb -x unifont_*.deb unifont     # 1:15.0.01-2
    tools/make-hangul.py unifont/usr/share/unifont/unifont.hex > crates/render/data/hangul.hex

Which syllables these are follows from the captions in crates/render/src/sheet/captions.rs; a test there
fails where one is missing. Where they come from, and under which licence, stands in
crates/render/data/SOURCES.md.
"""

import pathlib
import re
import sys

CAPTIONS = pathlib.Path(__file__).parent.parent / "crates/render/src/sheet/captions.rs"


def main():
    wanted = {ord(letter) for letter in re.findall("[가-힣]", CAPTIONS.read_text())}
    for line in open(sys.argv[1], encoding="ascii"):
        code, bitmap = line.split(":")
        if int(code, 16) in wanted:
            # 16 rows of 16 pixels, four hexadecimal digits each.
            assert len(bitmap.strip()) == 64, code
            sys.stdout.write(line)


main()
