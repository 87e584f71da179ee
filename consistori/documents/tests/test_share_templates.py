"""The province shares templates, a town adapts them, drift is in sight, and versions only grow."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from consistori.documents.models import Template, TemplateVersion
from consistori.documents.templating import fields, selectors, services
from consistori.documents.templating.faults import TemplateFault
from consistori.documents.templating.merging import fill
from consistori.documents.templating.services import Words
from consistori.documents.templating.services.writing import StillIncluded
from consistori.kernel.actor import Actor
from consistori.kernel.errors import AlreadyDone, BadInput, NotHere, NotPermitted, Stale
from consistori.tenancy.adapting import BelongsAbove
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for
from consistori.trail.selectors import timeline


@pytest.fixture
def province(db: None) -> Entity:
    return Entity.objects.create(
        slug="diputacio", name="Diputació de Fontfreda", short_name="Fontfreda", code_prefix="DIP", kind="province"
    )  # fmt: skip


@pytest.fixture
def town(province: Entity) -> Entity:
    return Entity.objects.create(
        slug="vall-llobera", name="Ajuntament de Vall-llobera", short_name="Vall-llobera", code_prefix="VLL",
        parent=province, modality="complete", email="aj@example.cat",
    )  # fmt: skip


@pytest.fixture
def other_town(province: Entity) -> Entity:
    return Entity.objects.create(
        slug="els-molinars", name="Ajuntament dels Molinars", short_name="Els Molinars", code_prefix="MOL",
        parent=province,
    )  # fmt: skip


@pytest.fixture
def keeper(province: Entity) -> Actor:
    return Actor.system("keeper", province.pk)


@pytest.fixture
def decree(province: Entity, keeper: Actor) -> str:
    """A decree and its footer, in use in the province."""
    with working_for(province):
        footer = services.create_template(
            by=keeper,
            kind="footer",
            name_ca="Peu",
            code="peu",
            appeal="ends_way",
            words=Words("<p>Recursos</p>"),
        )
        services.publish_template(footer, by=keeper)
        made = services.create_template(
            by=keeper,
            kind="text",
            name_ca="Decret",
            name_es="Decreto",
            code="decret",
            document_type="DECREE",
            words=Words(
                '<p>Decret {{ case.number }}</p><p>{% include "peu" %}</p>',
                "<p>Decreto {{ case.number }}</p>",
            ),
        )
        services.publish_template(made, by=keeper)
    return "decret"


def _write(entity: Entity, by: Actor, body: str, code: str = "decret") -> None:
    with working_for(entity):
        template = selectors.template_of(code)
        services.write_template(template, by=by, words=Words(body, "<p>Decreto</p>"))
        services.publish_template(template, by=by)


def test_a_town_uses_what_the_province_shares(decree: str, town: Entity, clerk: Actor) -> None:
    with working_for(town):
        (template,) = selectors.usable_templates(clerk)
        made = fill(template.published, fields.examples("ca"), language="ca")

        assert template.languages == ("ca", "es")
        assert 'Decret <span data-field="case.number">' in made
        assert "Recursos" in made
        assert "Decreto" in fill(template.published, fields.examples("es"), language="es")


def test_only_the_secretary_and_the_administrator_change_templates(
    decree: str, town: Entity, clerk: Actor, outsider: Actor
) -> None:
    with working_for(town):
        template = selectors.template_of(decree)
        for who in (clerk, outsider):
            for act in (services.adapt_template, services.publish_template, services.retire_template):
                with pytest.raises(NotPermitted):
                    act(template, by=who)
            with pytest.raises(NotPermitted):
                services.create_template(by=who, kind="text", name_ca="X", words=Words("<p>x</p>"))
        assert selectors.usable_templates(outsider) == []


def test_what_belongs_above_is_adapted_and_not_changed(decree: str, town: Entity, secretary: Actor) -> None:
    with working_for(town):
        template = selectors.template_of(decree)
        with pytest.raises(BelongsAbove):
            services.write_template(template, by=secretary, words=Words("<p>x</p>"))
        with pytest.raises(BelongsAbove):
            services.publish_template(template, by=secretary)


def test_until_a_town_publishes_its_own_the_one_above_goes_on_being_used(
    decree: str, town: Entity, other_town: Entity, secretary: Actor, clerk: Actor
) -> None:
    with working_for(town):
        mine = services.adapt_template(selectors.template_of(decree), by=secretary)
        assert selectors.usable_templates(clerk)[0].entity_id != town.pk
        services.write_template(mine, by=secretary, words=Words("<p>El nostre {{ case.number }}</p>"))
        services.publish_template(mine, by=secretary)
        (used,) = selectors.usable_templates(clerk)
        assert used == mine
        assert "El nostre" in fill(used.published, fields.examples("ca"), language="ca")
        with pytest.raises(AlreadyDone):
            services.adapt_template(used, by=secretary)
    with working_for(other_town):
        assert selectors.template_of(decree).entity_id != town.pk


def test_drift_is_in_sight_and_the_town_takes_it_or_stays(
    decree: str, province: Entity, town: Entity, secretary: Actor, keeper: Actor
) -> None:
    with working_for(town):
        mine = services.adapt_template(selectors.template_of(decree), by=secretary)
        services.write_template(mine, by=secretary, words=Words("<p>El nostre</p>"))
        services.publish_template(mine, by=secretary)
        assert not selectors.template_of(decree).has_drifted
        with pytest.raises(AlreadyDone):
            services.take_newer(mine, by=secretary)

    _write(province, keeper, "<p>Decret nou</p>")
    with working_for(town):
        mine = selectors.template_of(decree)
        assert mine.has_drifted
        services.stay_with_ours(mine, by=secretary)
        assert not selectors.template_of(decree).has_drifted
        assert "El nostre" in selectors.template_of(decree).published.body_ca

    _write(province, keeper, "<p>Decret més nou</p>")
    with working_for(town):
        mine = selectors.template_of(decree)
        services.take_newer(mine, by=secretary)
        mine = selectors.template_of(decree)
        assert not mine.has_drifted
        assert mine.has_draft
        assert "El nostre" in mine.published.body_ca
        assert "Decret més nou" in mine.latest.body_ca
        kinds = {entry.kind for entry in timeline([mine.pk], limit=50)}
    assert {"TemplateAdapted", "TemplateWritten", "TemplatePublished", "NewerKeptAside"} <= {
        kind.rpartition(".")[2] for kind in kinds
    }


def test_a_version_is_never_changed_and_any_of_them_can_be_in_use_again(
    town: Entity, secretary: Actor
) -> None:
    with working_for(town):
        template = services.create_template(
            by=secretary, kind="text", name_ca="Carta", words=Words("<p>u</p>")
        )
        services.publish_template(template, by=secretary)
        services.write_template(template, by=secretary, words=Words("<p>dos</p>"), note="segona")
        services.publish_template(template, by=secretary)
        assert [one.number for one in selectors.versions_of(template)] == [2, 1]
        services.publish_template(template, by=secretary, version=selectors.version_of(template, 1))
        assert selectors.template_of("carta").published.number == 1
        with pytest.raises(DatabaseError), transaction.atomic():
            TemplateVersion.objects.filter(template=template).update(body_ca="<p>un altre</p>")


def test_what_has_a_fault_is_kept_and_not_put_in_use(town: Entity, secretary: Actor, clerk: Actor) -> None:
    with working_for(town):
        template = services.create_template(
            by=secretary, kind="text", name_ca="Carta", words=Words("<p>bé</p><p>{{ case.nombre }}</p>")
        )
        with pytest.raises(TemplateFault) as refused:
            services.publish_template(template, by=secretary)
        assert refused.value.line == 2
        assert refused.value.field == "body_ca"
        assert template.latest.body_ca
        assert selectors.usable_templates(clerk) == []


def test_nothing_written_is_not_put_in_use(town: Entity, secretary: Actor) -> None:
    with working_for(town):
        template = services.create_template(
            by=secretary, kind="text", name_ca="Carta", words=Words("<p></p>")
        )
        with pytest.raises(TemplateFault):
            services.publish_template(template, by=secretary)


def test_a_clause_that_is_included_is_not_retired(decree: str, province: Entity, keeper: Actor) -> None:
    with working_for(province):
        footer = selectors.template_of("peu")
        with pytest.raises(StillIncluded, match="Decret"):
            services.retire_template(footer, by=keeper)
        services.retire_template(selectors.template_of(decree), by=keeper)
        services.retire_template(footer, by=keeper)
        services.return_template(selectors.template_of("peu"), by=keeper)


def test_a_clause_cannot_come_to_include_itself(province: Entity, keeper: Actor) -> None:
    with working_for(province):
        one = services.create_template(
            by=keeper, kind="clause", name_ca="Un", code="un", words=Words("<p>x</p>")
        )
        services.publish_template(one, by=keeper)
        two = services.create_template(
            by=keeper, kind="clause", name_ca="Dos", code="dos", words=Words('<p>{% include "un" %}</p>')
        )
        services.publish_template(two, by=keeper)
        services.write_template(one, by=keeper, words=Words('<p>{% include "dos" %}</p>'))
        with pytest.raises(TemplateFault, match="un → dos → un"):
            services.publish_template(one, by=keeper)


def test_two_who_write_at_once_lose_nothing(town: Entity, secretary: Actor, administrator: Actor) -> None:
    with working_for(town):
        template = services.create_template(
            by=secretary, kind="text", name_ca="Carta", words=Words("<p>u</p>")
        )
        read = template.version
        services.write_template(template, by=secretary, words=Words("<p>dos</p>"), edition=read)
        with pytest.raises(Stale):
            services.write_template(template, by=administrator, words=Words("<p>tres</p>"), edition=read)


def test_what_is_written_is_kept_clean(town: Entity, secretary: Actor) -> None:
    with working_for(town):
        template = services.create_template(
            by=secretary,
            kind="text",
            name_ca="Carta",
            words=Words(
                '<p onclick="x()">{{ case.number }}<script>alert(1)</script></p><iframe src="//x"></iframe>'
            ),
        )
        assert template.latest.body_ca == "<p>{{ case.number }}</p>"


def test_bad_input_is_told_at_its_field(town: Entity, secretary: Actor) -> None:
    with working_for(town):
        for said, field in (
            ({"name_ca": " ", "words": Words("<p>x</p>")}, "name_ca"),
            ({"name_ca": "x" * 121, "words": Words("<p>x</p>")}, "name_ca"),
            ({"name_ca": "X", "words": Words("", "x" * 200_001)}, "body_es"),
        ):
            with pytest.raises(BadInput) as refused:
                services.create_template(by=secretary, kind="text", **said)  # type: ignore[arg-type]
            assert refused.value.field == field


def test_those_of_a_series_come_first_and_only_in_its_cases(
    town: Entity, secretary: Actor, clerk: Actor
) -> None:
    with working_for(town):
        for name, codes in (("General", []), ("De terrasses", ["D402"])):
            template = services.create_template(
                by=secretary, kind="text", name_ca=name, series_codes=codes, words=Words("<p>x</p>")
            )
            services.publish_template(template, by=secretary)

        def names(code: str | None) -> list[str]:
            series: Any = type("Series", (), {"code": code})() if code else None
            return [one.name for one in selectors.usable_templates(clerk, series)]

        assert names("D402") == ["De terrasses", "General"]
        assert names("F601") == names(None) == ["General"]


def test_the_ones_of_the_house_come_once_and_in_use(
    province: Entity, town: Entity, keeper: Actor, clerk: Actor
) -> None:
    assert services.adopt_standard_templates(province, keeper) == 22
    assert services.adopt_standard_templates(province, keeper) == 0
    with working_for(town):
        used = selectors.usable_templates(clerk)
        types = {one.document_type for one in used}
        assert {
            "APPLICATION",
            "REPORT",
            "PROPOSAL",
            "DECREE",
            "ANNOUNCEMENT",
            "CERTIFICATE",
            "NOTICE_START",
            "REQUIREMENT",
        } == types
        assert selectors.published(used[0].pk).published == used[0].published
        assert {one.appeal for one in selectors.clauses_in_force() if one.appeal} == set(
            Template.Appeal.values
        )


def test_a_template_that_is_not_here_is_not_here(town: Entity, clerk: Actor) -> None:
    with working_for(town), pytest.raises(NotHere):
        selectors.template_of("no-hi-es")
