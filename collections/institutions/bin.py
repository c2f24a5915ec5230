"""The Kazakh business identification number: 12 digits, the last one a check digit.

Digits 1-11 are weighted 1…11, summed modulo 11; on 10 the weights 3…11, 1, 2 are tried, and a number for which that
gives 10 too is never issued (State Revenue Committee's rule for BIN and IIN)."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_FIRST = tuple(range(1, 12))
_SECOND = (*range(3, 12), 1, 2)


def check_digit(digits: str) -> int | None:
    """The 12th digit of these 11; None when no such number is issued."""
    numbers = [int(digit) for digit in digits]
    for weights in (_FIRST, _SECOND):
        value = sum(weight * number for weight, number in zip(weights, numbers, strict=True)) % 11
        if value < 10:
            return value
    return None


def validate_bin(value: str) -> None:
    if len(value) != 12 or not (value.isascii() and value.isdigit()):
        raise ValidationError(_("A BIN has 12 digits."), code="bin-length")
    if check_digit(value[:11]) != int(value[11]):
        raise ValidationError(_("The check digit of this BIN is wrong."), code="bin-check-digit")
