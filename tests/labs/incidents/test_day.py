"""A bad day from the call for help to its end."""

import re

import pytest

from imagesim.labs.incidents import bad_day
from imagesim.labs.incidents.causes import CAUSES
from imagesim.labs.incidents.drawing import drawn
from imagesim.labs.incidents.remedies import REMEDIES
from imagesim.labs.incidents.scene import PASSWORD
from imagesim.scenarios.reading.errors import ScenarioError
from tests.labs.incidents.days import ROUND, SEEDS, fewest_serving, mended, right_answer, seed_of, untouched

CONFUSED = [
    ("tag", "repository", "new pods ask for"),
    ("repository", "tag", "Compare the names letter by letter"),
    ("architecture", "tag", "the name was found"),
    ("namespace", "key", "there was no Secret whose keys could be compared"),
    ("login", "key", "a key did fit"),
    ("key", "login", "no login was sent at all"),
    ("never", "disk", "by now no node says DiskPressure"),
    ("cache", "kept", "each of them asked"),
    ("kept", "cache", "nobody was asked"),
]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_remedy_mends_it_and_the_times_are_told(seed: int):
    day, incident = bad_day(seed), drawn(seed)
    day.advance("30s")
    early = right_answer(day, incident)
    assert "You named it 30s after the alarm" in early
    assert re.search(r"It is not mended yet: \d+ of \d+ pods are well", early)
    mended(day, incident)
    late = right_answer(day, incident)
    assert "You named it 30s after the alarm" in late
    took = re.search(
        rf"It is mended: all {incident.replicas} pods have been well since (\S+) of the run", " ".join(late.split())
    )
    assert took


@pytest.mark.parametrize("seed", SEEDS)
def test_the_remedy_harms_no_pod_that_serves(seed: int):
    day, incident = bad_day(seed), drawn(seed)
    alarm_s = day.now_s
    before = fewest_serving(day, incident, alarm_s)
    mended(day, incident)
    may_be_missing = incident.replicas // 4  # a roll-out's maxUnavailable, 25 %
    assert fewest_serving(day, incident, alarm_s) >= min(before, incident.replicas - may_be_missing)


def test_who_deletes_all_pods_in_an_incident_is_seen_to_do_harm():
    day, incident = bad_day(6), drawn(6)
    before = fewest_serving(day, incident, day.now_s)
    day.do({"delete": {"target": incident.scene.workload}})
    day.advance("1m")
    assert fewest_serving(day, incident, incident.scene.alarm_s) < before


@pytest.mark.parametrize("seed", ROUND)
def test_a_step_that_is_done_is_not_asked_for_again(seed: int):
    day, incident = bad_day(seed), drawn(seed)
    first = right_answer(day, incident)
    for number, step in enumerate(incident.mend):
        if step.after_s:
            day.advance(to=incident.scene.alarm_s + step.after_s)
        if step.event is not None:
            day.do(step.event)
        said = right_answer(day, incident)
        if "It is not mended yet" in said:
            assert said.count("day.do(") == sum(each.event is not None for each in incident.mend[number + 1 :])
            assert ("What helps has been done" in said) == (number + 1 == len(incident.mend))
    assert "What helps has been done" not in first


def test_a_step_counts_as_it_is_meant_and_in_its_order():
    day, incident = bad_day(seed_of("down")), drawn(seed_of("down"))
    pending = f"delete: {{target: {incident.scene.app}, phase: Pending}}"
    day.do(pending)
    assert "day.do({'delete'" in right_answer(day, incident)  # the registry was still away
    day.advance(to=incident.scene.alarm_s + incident.mend[0].after_s)
    day.do(pending)
    assert "What helps has been done" in right_answer(day, incident)


def test_a_secret_with_another_login_is_not_the_step():
    day, incident = bad_day(seed_of("key")), drawn(seed_of("key"))
    day.do({"replaceSecret": day.secret(incident.scene.namespace, "elsewhere.example")})
    assert "day.do({'replaceSecret'" in right_answer(day, incident)


def test_a_pod_that_waits_is_deleted_by_its_name():
    day = bad_day(6)
    name = next(line.split()[0] for line in day.kubectl("get pods").splitlines() if "0/1" in line)
    assert not day.do({"delete": {"target": f"Pod/school/{name}"}}).vain
    day.advance("5s")
    assert name not in day.kubectl("get pods")


@pytest.mark.parametrize("seed", [seed for seed in SEEDS if drawn(seed).cause == "disk"])
def test_where_nothing_serves_the_caller_says_so(seed: int):
    day, incident = untouched(seed), drawn(seed)
    assert "By now no pod of" in " ".join(repr(day).split())
    assert "1/1" not in day.kubectl("get pods")
    assert fewest_serving(day, incident, day.now_s) == 0


@pytest.mark.parametrize("cause", ["cache", "kept"])
def test_an_old_build_is_shown_beside_the_new_one(cause: str):
    day, scene = untouched(seed_of(cause)), drawn(seed_of(cause)).scene
    shown = re.search(r"Image ID:  (sha256:\S+)\n +new build: (\S+)", right_answer(day, drawn(day.seed)))
    assert shown
    assert shown[2] == scene.newest
    assert shown[1] in day.kubectl("describe pods")
    assert shown[1] != shown[2]


@pytest.mark.parametrize("seed", [seed for seed in ROUND if drawn(seed).cause not in ("qps", "down")])
def test_without_a_remedy_it_stays_as_it_is(seed: int):
    day = bad_day(seed)
    day.advance("10m")
    assert "It is not mended yet" in right_answer(day, drawn(seed))


@pytest.mark.parametrize("seed", ROUND)
def test_each_wrong_cause_is_answered_with_what_speaks_against_it(seed: int):
    incident = drawn(seed)
    for key, cause in CAUSES.items():
        if key == incident.cause:
            continue
        said = " ".join(untouched(seed).answer(cause=cause.words, remedy=1).split())
        assert said.startswith(f"No, not this: {cause.words}. {cause.shows}")
        assert "What was to be seen:" in said
        assert CAUSES[incident.cause].words not in said


@pytest.mark.parametrize(("cause", "named", "said"), CONFUSED)
def test_causes_that_look_alike_are_told_apart(cause: str, named: str, said: str):
    answer = untouched(seed_of(cause)).answer(cause=CAUSES[named].words, remedy=1)
    assert said in " ".join(answer.split())


@pytest.mark.parametrize("seed", ROUND)
def test_each_wrong_remedy_is_told_from_the_cause(seed: int):
    incident = drawn(seed)
    for remedy in REMEDIES.values():
        if incident.cause not in remedy.helps:
            said = untouched(seed).answer(cause=CAUSES[incident.cause].words, remedy=remedy.words)
            assert said.startswith(f"Yes, this is the cause: {CAUSES[incident.cause].words}")
            assert f"no remedy for it: {remedy.words}" in " ".join(said.split())
            assert "day.do" not in said


@pytest.mark.parametrize("seed", ROUND)
def test_the_steps_that_are_printed_can_be_typed(seed: int):
    day, incident = bad_day(seed), drawn(seed)
    steps = re.findall(r"^  (day\..*)$", right_answer(day, incident), re.MULTILINE)
    assert steps
    for step in steps:
        eval(step, {"day": day})  # what the lesson's reader would do with it


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_that_is_printed_before_gives_the_cause_away(seed: int):
    day = untouched(seed)
    before = repr(day).lower()
    for word in ("429", "limit is", "secret is", "typ", "disk", "platform", "arm64", "amd64", "cache", "qps", "never"):
        assert word not in before
    assert PASSWORD not in before
    assert "Note:" not in day.kubectl("describe pods -A")
    assert "bad-day" not in before


def test_looking_takes_no_time_and_acting_none():
    day = bad_day(1)
    now = day.now_s
    day.kubectl("get pods")
    assert day.answer(cause=1, remedy=1)
    assert day.now_s == now
    assert day.advance("90s") == f"It is {int(now + 90) // 60}m30s since the start of the run."


def test_what_the_trainee_does_is_no_evidence():
    day = bad_day(seed_of("kept"))
    scene = drawn(day.seed).scene
    day.do(scene.set_image(scene.name("no-such-tag")))
    day.advance("1m")
    assert "not found" in day.kubectl("events")
    assert "Nothing of the kind was to be seen" in " ".join(day.answer(cause="tag is mistyped", remedy=1).split())


def test_a_part_of_the_words_of_several_is_told_which():
    with pytest.raises(ScenarioError, match="fits several of the list") as told:
        bad_day(3).answer(cause="Secret", remedy=1)
    numbers = [str(number) for number, cause in enumerate(CAUSES.values(), 1) if "Secret" in cause.words]
    assert f"one of {', '.join(numbers)}" in str(told.value)
    assert len(numbers) > 1


def test_an_answer_is_a_number_or_words_and_nothing_else():
    day = untouched(1)
    number = list(CAUSES).index("down") + 1
    assert day.answer(cause=number, remedy=1) == day.answer(cause="the registry is down", remedy=1)
    for wrong in (0, len(CAUSES) + 1, True, "", "a mouse"):
        with pytest.raises(ScenarioError, match="is not one of the list"):
            day.answer(cause=wrong, remedy=1)
    assert f"{number:>3}  the registry is down" in day.causes.splitlines()
    assert len(day.remedies.splitlines()) == len(REMEDIES)


def test_a_day_has_a_number_from_zero_on():
    assert "number 0" in repr(bad_day(0))
    with pytest.raises(ScenarioError, match="less than 0"):
        bad_day(-1)


def test_a_secret_is_made_and_never_printed():
    day = bad_day(seed_of("key"))
    assert PASSWORD not in right_answer(day, drawn(day.seed)) + day.kubectl("get secrets -A -o yaml")
    assert "day.secret(" in right_answer(day, drawn(day.seed))


def test_texts_fit_a_projector():
    for seed in ROUND:
        day = untouched(seed)
        texts = [repr(day), day.causes, day.remedies]
        texts += [day.answer(cause=number, remedy=12) for number in range(1, len(CAUSES) + 1)]
        words = [line for text in texts for line in text.splitlines() if len(line) > 88]
        assert [line for line in words if " " in line.strip()] == []
