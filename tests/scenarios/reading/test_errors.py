import pickle

from imagesim.scenarios.reading.errors import ScenarioError, did_you_mean, shown


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


def test_a_long_value_is_shortened() -> None:
    assert len(shown("x" * 10_000)) < 80


def test_secrets_are_never_shown() -> None:
    for field in ("spec.users[0].password", "spec.token", "auths.x.auth", "stringData.anything", "data.x"):
        assert "hunter2" not in str(ScenarioError("is wrong", field=field, value="hunter2"))
    assert "basik" in str(ScenarioError("is wrong", field="spec.auth", value="basik"))


def test_suggests_the_nearest_name_or_lists_what_there_is() -> None:
    assert did_you_mean("cuont", ["count", "platform"]) == "did you mean count?"
    assert did_you_mean("DEPLOYMENT", ["Deployment", "Pod"]) == "did you mean Deployment?"
    assert did_you_mean("zzz", ["b", "a"]) == "known: a, b"
    assert did_you_mean("zzz", []) == ""
