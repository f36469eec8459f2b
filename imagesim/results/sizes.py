"""Numbers of bytes for people, in pictures and in the summary alike: in units of 10^3, 10^6, ... bytes each."""

_UNITS = ((1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "kB"))


def unit_of(most: float) -> tuple[float, str]:
    """The unit in which one says numbers of bytes up to *most*: how many bytes it is, and its name."""
    return next(((factor, unit) for factor, unit in _UNITS if most >= factor), (1.0, "B"))


def size(count: float) -> str:
    """A number of bytes as one says it: `3.14 GB`."""
    factor, unit = unit_of(count)
    return f"{float(f'{count / factor:.3g}'):g} {unit}"  # 999.9 of them are 1000, and not 1e+03
