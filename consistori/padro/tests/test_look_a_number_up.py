"""A number that is not in the register: whether it can be one at all is said before anything else."""


def test_a_wrong_letter_is_told_with_the_right_one(town, registrar, register, sign_in):
    page = sign_in(registrar).get(f"/e/{town.slug}/desk/padro/", {"who": "99999999A"}).content.decode()

    assert "La lletra no correspon: hauria de ser R." in page


def test_a_right_number_of_nobody_is_only_not_there(town, registrar, register, sign_in):
    page = sign_in(registrar).get(f"/e/{town.slug}/desk/padro/", {"who": "99999999R"}).content.decode()

    assert "La lletra no correspon" not in page and "No és al padró" in page
