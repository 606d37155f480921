import pytest

from portal.core.lines import one_line


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("  The\tVPN\r\n is  down ", "The VPN is down"),
        ("a\x00b\x1bc\x85d\u2028e\u2029f\ud800g", "a b c d e f g"),
        ("Año ñandú İı ß ﬃ", "Año ñandú İı ß ﬃ"),
        ("🧑\u200d🧑\u200d🧒 می\u200cخواهم", "🧑\u200d🧑\u200d🧒 می\u200cخواهم"),
        ("evil\u202etxt.exe\u2066x", "eviltxt.exex"),
        ("\u200b\ufeff\u00ad \u2060", ""),
        (" \x00\t", ""),
    ],
)
def test_line_keeps_what_is_written_and_drops_what_breaks_a_page(written: str, kept: str) -> None:
    assert one_line(written) == kept
