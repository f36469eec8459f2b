"""Many events by what they are about."""

from imagesim.engine.records import Records
from imagesim.results import report
from imagesim.results.result import simulate
from imagesim.scenarios.loading import load
from tests.results.example_records import event, pod

NAMES = [f"web-{letter}" for letter in "abcdefgh"]


def crowd() -> Records:
    """Eight pods that start well and differ in names and times alone, and one that cannot pull."""
    rows = []
    for place, name in enumerate(NAMES):
        rows += [
            event(place, name, "Normal", "Scheduled", f"Successfully assigned shop/{name} to node-{name[-1]}"),
            event(place + 1, name, "Normal", "Pulled", f'Successfully pulled image "nginx:1.27" in {place + 1}.5s'),
        ]
    rows += [
        event(3.0, "bad-x", "Warning", "Failed", "Failed to pull image"),
        *(event(4.0 + count, "bad-x", "Normal", "BackOff", "Back-off", count) for count in range(1, 6)),
    ]
    return Records(end_s=600.0, events=rows, pods=[pod(name) for name in (*NAMES, "bad-x")])


def test_trouble_comes_first_with_its_first_failure() -> None:
    lines = report.events(crowd(), most=10).splitlines()
    assert lines[0] == "(18 events, by what they are about; --all-events prints each)"
    assert lines[1] == "Pod/bad-x"
    assert [line.split()[0] for line in lines[3:5]] == ["9m57s", "9m51s"]
    assert "Failed to pull image" in lines[3]
    assert lines[4].split()[1:5] == ["(x5", "over", "9m55s)", "Normal"]


def test_pods_whose_events_read_alike_stand_together() -> None:
    lines = report.events(crowd(), most=10).splitlines()
    heading = "Pod/web-a, and 7 more whose events read alike: web-b, web-c, web-d, ..."
    assert lines[5] == heading
    assert len(lines) == 9
    assert lines[-1].endswith('Successfully pulled image "nginx:1.27" in 1.5s')


def test_another_image_is_not_alike() -> None:
    records = crowd()
    other = event(9.0, "web-h", "Normal", "Pulled", 'Successfully pulled image "nginx:1.28" in 8.5s')
    text = report.events(Records(end_s=600.0, events=[*records.events[:15], other], pods=records.pods), most=10)
    assert "Pod/web-h\n" in text


def test_what_does_not_fit_is_counted() -> None:
    rows = [event(place, f"p{place}", "Normal", "Odd", f"text {place}") for place in range(9)]
    text = report.events(Records(end_s=600.0, events=rows, pods=[]), most=4)
    assert text.splitlines()[-1] == "(the events of 7 more objects are not shown)"


def test_events_of_one_object_that_read_alike_stand_once() -> None:
    records = simulate(load("moved-tag")).records
    text = report.events(records, most=40)
    assert "ReplicaSet/web-" in text
    assert "Created pod: web-" in text
    assert "(and 7 more like it)" in text
    assert text.count("Created pod") == 1
