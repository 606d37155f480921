import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.tickets.numbers import find_number, number_of

serials = st.integers(min_value=1, max_value=10_000_000)


def test_number_is_a_letter_and_digits_with_a_hyphen() -> None:
    assert number_of(1) == "F1-0001"
    assert number_of(2) == "X1-0002"


@given(serials)
def test_number_is_found_however_it_is_written(serial: int) -> None:
    number = number_of(serial)
    for written in (number, number.lower(), number.replace("-", ""), f" {' '.join(number)} "):
        assert find_number(written) == number


@given(serials, st.data())
def test_one_wrong_digit_is_noticed(serial: int, data: st.DataObject) -> None:
    number = number_of(serial)
    place = data.draw(st.sampled_from([i for i, char in enumerate(number) if char.isdigit()]))
    wrong = data.draw(st.sampled_from([d for d in "0123456789" if d != number[place]]))
    assert find_number(number[:place] + wrong + number[place + 1 :]) is None


@given(serials, st.data())
def test_two_swapped_digits_are_noticed(serial: int, data: st.DataObject) -> None:
    letter, digits = number_of(serial)[0], number_of(serial)[1:].replace("-", "")
    place = data.draw(st.integers(0, len(digits) - 2))
    swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
    assert (find_number(letter + swapped) is None) == (swapped != digits)


@pytest.mark.parametrize(
    "text", ["", "K", "K7", "77777", "ÑÑÑÑÑ", "K7-49３1", "'; drop table tickets", "\x00"]
)
def test_what_is_no_number_is_not_found(text: str) -> None:
    assert find_number(text) is None


@given(serials, serials)
def test_numbers_are_unique(one: int, other: int) -> None:
    assert (number_of(one) == number_of(other)) == (one == other)
