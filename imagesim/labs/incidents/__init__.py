"""Bad days: incidents of images that are drawn from a seed, in a run that the trainee steps.

    from imagesim.labs.incidents import bad_day

    day = bad_day(7)
    day                                        # what somebody says who calls for help
    day.kubectl("get pods")                    # look, as often as you like: no time passes
    day.advance("1m")
    day.do({"rolloutUndo": {"workload": "cart"}})
    day.causes, day.remedies                   # the lists to choose from
    day.answer(cause="the registry is down", remedy=8)

Nothing that a day prints before its answer gives the cause away, and names are neutral.
"""

from imagesim.labs.incidents.day import BadDay, bad_day

__all__ = ["BadDay", "bad_day"]
