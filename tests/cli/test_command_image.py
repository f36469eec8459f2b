"""`imagesim image parse`."""

import pytest


def test_a_good_name_is_taken_apart(imagesim):
    done = imagesim("image", "parse", "registry.example:5000/shop/web")
    assert done.exit_code == 0
    assert done.stdout == (
        "typed:                   registry.example:5000/shop/web\n"
        "registry:                registry.example:5000\n"
        "repository:              shop/web\n"
        "tag:                     (none)\n"
        "digest:                  (none)\n"
        "sent to the runtime:     registry.example:5000/shop/web:latest\n"
        "asked of the registry:   registry.example:5000/shop/web:latest\n"
        "default policy:          Always\n"
        "note:                    No tag and no digest: the tag latest is meant, and the policy becomes Always.\n"
    )


def test_white_space_around_a_name_is_refused_by_the_api_server_and_ends_with_1(imagesim):
    done = imagesim("image", "parse", "nginx:1 ")
    assert (done.exit_code, done.stderr) == (1, "")
    assert done.stdout == (
        'typed:            "nginx:1 "\n'
        "valid:            no; the API server refuses it: must not have leading or trailing whitespace\n"
        "in a template:    the API server takes it, and refuses every pod that is made from it (FailedCreate)\n"
        "default policy:   IfNotPresent\n"
    )


@pytest.mark.parametrize("names", [["Nginx"], ["nginx", "Nginx"], ["Nginx", "nginx"], ["ngi nx"]])
def test_a_name_that_is_not_valid_ends_with_1_and_the_node_s_words(names: list[str], imagesim):
    done = imagesim("image", "parse", *names)
    assert (done.exit_code, done.stderr) == (1, "")
    assert "the node says:    Failed to apply default image tag" in done.stdout
    assert done.stdout.count("typed:") == len(names)
