import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from institutions.bin import check_digit, validate_bin

digits = st.text(alphabet="0123456789", min_size=11, max_size=11)


def test_the_check_digit_by_hand():
    # 1*1+2*2+3*3+4*4+5*5+6*6+7*7+8*8+9*9+10*0+11*1 = 296; 296 mod 11 = 10, so the second weights:
    # 3*1+4*2+5*3+6*4+7*5+8*6+9*7+10*8+11*9+1*0+2*1 = 377; 377 mod 11 = 3.
    assert check_digit("12345678901") == 3


def test_a_real_companys_number():
    # JSC "National Company KazMunayGas", as it publishes it.
    validate_bin("020240000555")


@given(digits)
def test_only_one_last_digit_is_right(eleven):
    right = check_digit(eleven)
    for last in range(10):
        if last == right:
            validate_bin(f"{eleven}{last}")
        else:
            with pytest.raises(ValidationError):
                validate_bin(f"{eleven}{last}")


@pytest.mark.parametrize("bad", ["", "12345678901", "1234567890123", "12345678901a", "١٢٣٤٥٦٧٨٩٠١٢", " 12345678901"])
def test_what_is_not_twelve_digits(bad):
    with pytest.raises(ValidationError):
        validate_bin(bad)
