"""Which images a kubelet puts into its node's status."""

from imagesim.rules.images.node_status import HeldImage, status_images


def held(name: str, size: int, tags: int = 1) -> HeldImage:
    return HeldImage(f"sha256:{name}", (f"{name}@sha256:0",), tuple(f"{name}:{number}" for number in range(tags)), size)


def test_the_largest_come_first_and_of_equal_ones_that_with_the_greater_id():
    listed = status_images([held("a", 1), held("c", 2), held("b", 1)])
    assert [image.names[0][0] for image in listed] == ["c", "b", "a"]


def test_at_most_fifty_are_listed_unless_the_kubelet_says_otherwise():
    many = [held(f"image-{number}", number) for number in range(60)]
    assert [len(status_images(many, most)) for most in (50, 3, -1)] == [50, 3, 60]
    assert status_images(many)[-1].size == 10


def test_an_image_has_at_most_five_names_digests_first():
    (image,) = status_images([held("a", 1, tags=9)])
    assert image.names == ("a@sha256:0", "a:0", "a:1", "a:2", "a:3")
