"""Chinese and Russian, read by quotation marks and words of saying."""

import pytest

from tests.claims.reading import read, told, whole

_FOUND = (
    ("工人李山说：“大门一直锁着。”他没有钥匙。", ("工人李山", "“大门一直锁着。”", "asserts")),
    ("“大门一直锁着。”李山说。", ("李山", "“大门一直锁着。”", "asserts")),
    ("发言人表示，没有人被关押。", ("发言人", "没有人被关押", "asserts")),
    ("发言人否认有人被关押在那里。", ("发言人", "有人被关押在那里", "denies")),
    ("据晨报报道，那里有四个大厅。", ("晨报", "那里有四个大厅", "reports")),
    ("法官要求部门公布名单。", ("法官", "部门公布名单", "asserts")),
    ("Министр заявил, что ворота были закрыты.", ("Министр", "ворота были закрыты", "asserts")),
    ("«Ворота были закрыты», — сказала Мира Толв.", ("Мира Толв", "«Ворота были закрыты»", "asserts")),
    ("Мира Толв сказала: «Ворота были закрыты».", ("Мира Толв", "«Ворота были закрыты»", "asserts")),
    ("По словам охранника, автобус был полон.", ("охранника", "автобус был полон", "reports")),
    ("Министр отрицает, что там держали людей.", ("Министр", "там держали людей", "denies")),
)  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), _FOUND, ids=[text for text, _ in _FOUND])
def test_a_statement_without_a_parser(text: str, expected: tuple[str, str, str]) -> None:
    """Speaker, content and stance stand where the text has them, and what read them says it had no parser."""
    found = read(text)
    assert [told(one) for one in found] == [expected]
    for span in (*found[0].source, *found[0].cue, *found[0].content):
        assert text[span.start : span.end] == span.text
    assert found[0].annotator == "wellfounded rules without a parser"


def test_a_language_without_rules_is_named() -> None:
    """What no rules read is counted by language, not passed over; a language with rules is not counted."""
    uyghur = "ئۇ دەرۋازىنىڭ تاقالغانلىقىنى، ھېچكىمنىڭ چىقالمىغانلىقىنى ئېيتتى، بىز ئۇنى ئاڭلىدۇق."
    found = whole(uyghur)
    assert list(found.statements()) == []
    assert dict(found.unread) == {"ug": 1}
    other = whole("Министр заявил, что ворота были закрыты.")
    assert list(other.statements())
    assert not other.unread
