"""Names say what a thing is, and every module says in one line what it is for."""

import ast

from tests.architecture.project import ROOT, files

SAY_NOTHING = {"util", "utils", "helper", "helpers", "base", "common", "misc"}


def test_no_name_says_nothing() -> None:
    for path in files(".py", ".ts", ".svelte"):
        words = {part.split(".")[0].lower() for part in path.parts}
        assert not words & SAY_NOTHING, path


def test_a_module_says_in_one_line_what_it_is_for() -> None:
    for path in files(".py"):
        tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
        docstring = ast.get_docstring(tree, clean=False)
        assert docstring and "\n" not in docstring, path
