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


@pytest.mark.parametrize("names", [["Nginx"], ["nginx", "Nginx"], ["Nginx", "nginx"], [""]])
def test_a_name_that_is_not_valid_ends_with_1_and_the_node_s_words(names: list[str], imagesim):
    done = imagesim("image", "parse", *names)
    assert (done.exit_code, done.stderr) == (1, "")
    assert "the node says:    Failed to apply default image tag" in done.stdout
    assert done.stdout.count("typed:") == len(names)
