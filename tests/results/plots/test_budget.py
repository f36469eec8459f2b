"""A budget is used request by request, and empty again when its window ends."""

import pandas as pd

from imagesim.results import plots

COLUMNS = ["time_s", "host", "limit", "counts", "sharer", "used", "amount", "window_ends_s"]


def budgets(*rows):
    return pd.DataFrame(rows, columns=COLUMNS)


def charge(time_s, used, window_ends_s, sharer="10.0.0.1", amount=3, host="docker.io"):
    return (time_s, host, 1, "manifest-gets", sharer, used, amount, window_ends_s)


def lines(ax):
    return {line.get_label(): list(zip(line.get_xdata(), line.get_ydata(), strict=True)) for line in ax.lines}


def test_a_budget_goes_up_to_its_limit_and_is_empty_when_its_window_ends():
    rows = [charge(10, 1, 70), charge(20, 2, 70), charge(30, 3, 70), charge(90, 1, 150)]
    ax = plots.budget(budgets(*rows), end_s=120)
    assert lines(ax)["docker.io: manifests fetched by 10.0.0.1"] == [
        (0, 0), (10, 1), (20, 2), (30, 3), (70, 0), (90, 1), (120, 1),
    ]  # fmt: skip
    (limit,) = [line for line in ax.lines if line.get_label() == "the limit: 3 in 60 s"]
    assert limit.get_ydata()[0] == 3
    assert ax.words == "Used of the registries' budgets: 1 budget over 2 min, 1 of them used up."


def test_budgets_of_different_sizes_are_drawn_in_percent():
    ax = plots.budget(budgets(charge(10, 1, 70), charge(10, 1, 70, amount=10, host="quay.io")), end_s=120)
    assert ax.get_ylabel() == "used of each budget (%)"
    assert lines(ax)["quay.io: manifests fetched by 10.0.0.1"][1] == (10, 10.0)


def test_of_many_budgets_the_one_that_is_used_most_is_named():
    rows = [charge(10, 1, 70, f"10.0.0.{n}", 50) for n in range(20)] + [charge(11, 2, 70, "10.0.0.7", 50)]
    ax = plots.budget(budgets(*rows), end_s=120)
    assert [text.get_text() for text in ax.get_legend().get_texts()] == [
        "the other 19",
        "docker.io: manifests fetched by 10.0.0.7",
        "the limit: 50 in 60 s",
    ]


def test_a_budget_that_is_used_up_is_seen_upon_its_limit_and_over_the_lines_of_causes():
    ax = plots.budget(budgets(charge(10, 1, 70), charge(20, 3, 70)), end_s=120)
    used, limit = ax.lines
    assert limit.get_linewidth() > used.get_linewidth()
    assert limit.get_zorder() < 2.4 < used.get_zorder()


def test_without_a_limit_it_says_so():
    assert plots.budget(budgets()).texts[0].get_text() == "no registry has a limit that something counted against"
