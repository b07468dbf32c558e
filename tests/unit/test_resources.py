from pathlib import Path

import pytest

from remit import resources
from remit.resources import resource_folder


def test_the_grammar_is_found_in_a_checkout():
    assert (resource_folder("grammars") / "remit.lark").is_file()


def test_an_installed_copy_comes_before_the_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    installed = tmp_path / "remit" / "rules"
    installed.mkdir(parents=True)
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "remit")
    assert resource_folder("rules") == installed


def test_error_pages_lie_under_docs_in_a_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    pages = tmp_path / "docs" / "errors"
    pages.mkdir(parents=True)
    monkeypatch.setattr(resources, "_CHECKOUT", tmp_path)
    assert resource_folder("errors") == pages


def test_a_missing_folder_is_named_with_both_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "installed")
    monkeypatch.setattr(resources, "_CHECKOUT", tmp_path / "checkout")
    with pytest.raises(FileNotFoundError) as caught:
        resource_folder("errors")
    assert "`errors`" in str(caught.value)
    assert str(tmp_path / "installed" / "errors") in str(caught.value)
    assert str(tmp_path / "checkout" / "docs" / "errors") in str(caught.value)


def test_an_unknown_folder_lists_those_there_are():
    with pytest.raises(ValueError, match=r"no folder `grammar` .* grammars, rules, errors"):
        resource_folder("grammar")
