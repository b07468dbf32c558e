"""The distribution of a product of independent Beta(a, 1) variables with distinct whole a.

-log of Beta(a, 1) is exponential with rate a, so -log of the product is a sum of exponentials with distinct
rates, and the product's distribution function is a polynomial with rational coefficients: the sum over i of
u^a_i times the product over j != i of a_j / (a_j - a_i) (D. R. Cox, Renewal Theory, 1962, section 1.4).
"""

import math
from collections.abc import Sequence
from fractions import Fraction

from remit.statistics.bisection import threshold


def beta_product_quantile(rates: Sequence[int], probability: float) -> float:
    """Where the distribution function of the product of Beta(a, 1), over distinct `rates` a, has a value.

    Exact to the last digits of a double. The coefficients alternate in sign and grow like binomial ones, so
    the polynomial is evaluated in whole numbers.
    """
    terms = [(rate, math.prod(Fraction(a, a - rate) for a in rates if a != rate)) for rate in rates]
    common = math.lcm(*(coefficient.denominator for _, coefficient in terms))
    coefficients = [0] * (max(rates) + 1)
    for rate, coefficient in terms:
        coefficients[rate] = int(coefficient * common)
    wanted = Fraction(probability) * common
    return threshold(lambda u: _polynomial(coefficients, u) >= wanted, 0.0, 1.0)


def _polynomial(coefficients: Sequence[int], u: float) -> Fraction:
    """The sum of coefficient k times u^k, by Horner's rule with a common power of two as denominator."""
    numerator, denominator = u.as_integer_ratio()
    total, scale = 0, 1
    for coefficient in reversed(coefficients):
        total = total * numerator + coefficient * scale
        scale *= denominator
    return Fraction(total, scale // denominator)
