"""What nobody sends in good faith: strings (with corpus.json), values and whole bodies."""

import json
from pathlib import Path
from typing import Any

MARK = "zqxhemligt"  # in most strings, so that it is found again wherever it comes out
_LONG = [
    *(
        "9" * 400,
        "-" + "9" * 400,
        "e" + "\u0301" * 500,
        "Z\u0337\u031b" * 200,
        "(a+)+$" + "a" * 40,
        "*" * 200,
    ),
    *("a" * 300 + "@b.example", "x" * 201, "x" * 2001, "x" * 20_000, "å" * 20_000, " " * 5000, "[" * 5000),
]


def _strings() -> list[str]:
    groups = json.loads(Path(__file__).with_name("corpus.json").read_text(encoding="utf-8"))
    shapes, calls = groups.pop("shapes"), groups.pop("scripts")
    scripts = [shape.format(js=call) for shape in shapes for call in calls]
    plain = [one for group in groups.values() for one in group]
    marked = [MARK + one for one in plain] + [one + MARK for one in scripts]
    return list(dict.fromkeys([*plain, *marked, *_LONG]))


STRINGS = _strings()
VALUES: list[Any] = [
    *(None, True, False, 0, -1, 1, 2**31, 2**63, -(2**63) - 1, 10**400, 0.5, -0.0, 91, -91, 181, 1e308),
    *(float("inf"), float("nan"), [], [[]], [None], {}, {"a": 1}, {"": ""}, [1, "2", None], ["x"] * 1000),
    *(
        {"id": None},
        {"$ref": "#"},
        {"type": "Point", "coordinates": [0, 0]},
        {str(one): one for one in range(500)},
    ),
]


def _deep(opening: bytes, closing: bytes, depth: int) -> bytes:
    return opening * depth + closing * depth


BODIES: list[bytes] = [
    *(b"", b" ", b"null", b"true", b"0", b'""', b"[]", b"{}", b"{", b"}", b"[", b"{]", b'{"a"', b'{"a":'),
    *(b'{"a":1,}', b"[1,]", b"\xef\xbb\xbf{}", b"\xff\xfe{\0}\0", b"\x00", b"\xc0\xaf", b'"\xed\xa0\x80"'),
    *(b'{"note":"\xff"}', b"NaN", b"[NaN]", b'{"v":NaN}', b'{"v":1e400}', b'{"v":-Infinity}'),
    *(b'{"v":1,"v":2}', b'{"v":1}{"v":2}', b"{'v':1}", b"{v:1}", b"// x\n{}", b'{"a":"\\u0000"}'),
    *(b'{"v":' + b"9" * 5000 + b"}", b'{"v":1.' + b"0" * 5000 + b"1}", b'"' + b"x" * 10_000_000 + b'"'),
    *(_deep(b"[", b"]", 10_000), _deep(b'{"a":[', b"]}", 5000), b"[" * 100_000, b'{"a":' * 10_000),
    *(b"[" + b"1," * 100_000 + b"1]", b"[" + b"{}," * 50_000 + b"{}]", b'{"__proto__":{"admin":true}}'),
    *(b"a=b&c=d", b"<x/>", b"<!DOCTYPE x SYSTEM 'file:///etc/passwd'><x/>", b"--x\r\n\r\n--x--", b"PK\3\4"),
    *(b"\x1f\x8b\x08", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n", b"!!python/object:os.system []", b"\n" * 10_000),
    *(b"\t{}", b"{}\0", b'{"a":"\\ud800"}', b'{"\\ud800":1}', b'{"a":"\\x"}', b'{"a":"\n"}'),
]
