import copy
import hashlib
import pickle
import subprocess
import sys

import pytest

from imagesim.rules.credentials.secret_value import NO_SECRET, SecretValue, stand_in


def test_nothing_that_prints_shows_the_value():
    secret = SecretValue("hunter2")
    texts = [str(secret), repr(secret), f"{secret}", f"{[secret]}", "%s" % secret]  # noqa: UP031
    assert not any("hunter2" in text for text in texts)
    assert not hasattr(secret, "__dict__")
    assert secret.reveal() == "hunter2"


def test_equal_values_have_equal_stand_ins_in_every_process():
    code = "from imagesim.rules.credentials.secret_value import stand_in; print(stand_in('hunter2'))"
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
    assert stand_in("hunter2") == other == str(SecretValue("hunter2"))
    assert stand_in("hunter3") != other


@pytest.mark.parametrize("value", ["hunter2", "x" * 65, "\N{SNOWMAN}", "half \ud800"])
def test_a_python_without_openssl_makes_the_same_stand_in(monkeypatch, value):
    usual = stand_in.__wrapped__(value)
    monkeypatch.delattr(hashlib, "pbkdf2_hmac")
    assert stand_in.__wrapped__(value) == usual


def test_a_stand_in_stands_for_itself():
    assert stand_in(stand_in("hunter2")) == stand_in("hunter2")


def test_no_password_is_no_secret():
    assert str(NO_SECRET) == ""


def test_compares_by_value_and_only_with_its_like():
    assert SecretValue("a") == SecretValue("a")
    assert SecretValue("a") != SecretValue("b")
    assert SecretValue("a") != "a"
    assert len({SecretValue("a"), SecretValue("a"), SecretValue("b")}) == 2


def test_a_pickle_holds_the_stand_in():
    secret = SecretValue("hunter2")
    assert b"hunter2" not in pickle.dumps(secret)
    assert pickle.loads(pickle.dumps(secret)).reveal() == stand_in("hunter2")


def test_a_copy_in_the_same_process_is_the_same():
    secret = SecretValue("hunter2")
    assert copy.copy(secret) == secret
    assert copy.deepcopy([secret]) == [secret]
