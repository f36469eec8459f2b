import pickle

import pytest

from imagesim.scenarios.reading.errors import ScenarioError, alone, did_you_mean


def test_a_message_has_all_its_parts_in_one_line() -> None:
    error = ScenarioError(
        "is not a whole number",
        file="world.yaml",
        line=12,
        object="NodePool/workers",
        field="spec.count",
        value="three",
        suggestion="write a number such as 3",
    )
    expected = "world.yaml:12: NodePool/workers: spec.count: 'three' is not a whole number; write a number such as 3"
    assert str(error) == expected


def test_parts_that_are_missing_leave_no_trace() -> None:
    assert str(ScenarioError("the file is empty", file="a.yaml")) == "a.yaml: the file is empty"


def test_an_error_survives_the_way_to_another_process() -> None:
    error = ScenarioError("is wrong", file="a.yaml", line=3, field="spec.password", value="hunter2")
    copy = pickle.loads(pickle.dumps(error))
    assert str(copy) == str(error)
    assert (copy.line, copy.field) == (3, "spec.password")


def test_secrets_are_never_shown() -> None:
    for field in ("spec.users[0].password", "spec.token", "auths.x.auth", "stringData.anything", "data.x"):
        assert "hunter2" not in str(ScenarioError("is wrong", field=field, value="hunter2"))
    assert "basik" in str(ScenarioError("is wrong", field="spec.auth", value="basik"))


def test_suggests_the_nearest_name_or_lists_what_there_is() -> None:
    assert did_you_mean("cuont", ["count", "platform"]) == "did you mean count?"
    assert did_you_mean("DEPLOYMENT", ["Deployment", "Pod"]) == "did you mean Deployment?"
    assert did_you_mean("zzz", ["b", "a"]) == "known: a, b"
    assert did_you_mean("zzz", []) == ""


def test_a_message_is_one_line_whatever_its_parts_hold() -> None:
    forged = "a\x1b[2J\nError: forged\u202e"
    error = ScenarioError(
        f"is wrong: {forged}", file=forged, line=1, object=forged, field=forged, value=forged, suggestion=forged
    )
    assert str(error).isprintable()
    assert str(error).count(r"\x1b[2J\nError: forged\u202e") == 6


def test_a_message_stays_short_whatever_its_parts_hold() -> None:
    long = "x" * 1_000_000
    error = ScenarioError(long, file=long, line=1, object=long, field=long, value=long, suggestion=long)
    assert len(str(error)) < 2500
    assert "more characters" in str(error)


def test_what_is_hidden_as_a_value_is_hidden_in_the_whole_message() -> None:
    error = ScenarioError(
        "is no docker config: hunter2x", object="Pod/hunter2x", field="spec.password", value="hunter2x"
    )
    assert "hunter2x" not in str(error)


def test_a_mistake_leaves_alone() -> None:
    def reads() -> None:
        try:
            raise ValueError("hunter2")
        except ValueError as error:
            raise ScenarioError("is wrong") from error

    with pytest.raises(ScenarioError) as caught, alone():
        reads()
    assert caught.value.__cause__ is caught.value.__context__ is None


def test_what_the_caller_was_handling_stays() -> None:
    outer = KeyError("the caller's own")

    def reads_while_handling() -> None:
        try:
            raise outer
        except KeyError:
            with alone():
                try:
                    raise ValueError("hunter2")
                except ValueError:
                    raise ScenarioError("is wrong")  # noqa: B904

    with pytest.raises(ScenarioError) as caught:
        reads_while_handling()
    assert caught.value.__context__ is outer
