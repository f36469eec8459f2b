"""docs/reference.md says what the code says: tables, world documents, events, commands, options, measures."""

import re
from pathlib import Path
from typing import get_args

import pytest
import typer
from pydantic import BaseModel

import imagesim
from imagesim.cli.app import app
from imagesim.engine.records import Records
from imagesim.results import plots
from imagesim.results.expectations import MEASURES
from imagesim.results.measures.summary import summary
from imagesim.results.tables import ROW_TYPES
from imagesim.scenarios.presets import presets
from imagesim.scenarios.timeline import model as timelines
from imagesim.scenarios.values.registry_service import Transport
from imagesim.scenarios.world.credentials import model as credential_models
from imagesim.scenarios.world.image import model as image_models
from imagesim.scenarios.world.mistakes import field_names
from imagesim.scenarios.world.node_pool import kubelet_model as kubelet_models
from imagesim.scenarios.world.node_pool import model as node_models
from imagesim.scenarios.world.registry import model as registry_models
from imagesim.scenarios.world.simulation import model as simulation_models
from imagesim.studies.advising.advice import ALL_RULES
from tests.cli.test_help import commands

TEXT = (Path(__file__).parents[2] / "docs" / "reference.md").read_text(encoding="utf-8")


def table_after(heading: str, first_cell: str) -> list[list[str]]:
    """The cells of the first table below *heading* whose head begins with *first_cell*."""
    section = TEXT[re.search(rf"^#+ {re.escape(heading)}$", TEXT, re.MULTILINE).end() :]  # type: ignore[union-attr]
    lines = section[section.index(f"| {first_cell} |") :].splitlines()
    rows = []
    for line in lines[2:]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line[1:-1].split("|")])
    return rows


def names(heading: str, first_cell: str) -> list[str]:
    return [row[0].strip("`") for row in table_after(heading, first_cell) if row[0] != "*more*"]


def test_the_rules_of_advice_are_those_that_are_documented() -> None:
    documented = [tuple(row) for row in table_after("advise", "rule")]
    assert documented == [(f"`{rule.id}`", rule.severity, rule.title) for rule in ALL_RULES.values()]


@pytest.mark.parametrize("name", ROW_TYPES)
def test_a_table_has_the_columns_that_are_documented(name: str) -> None:
    assert names(name, "column") == list(ROW_TYPES[name]._fields)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("heading", "first_cell", "model"),
    [
        ("Simulation", "field of `spec`", simulation_models.SimulationSpec),
        ("Simulation", "field of `spec.defaults`", simulation_models.Defaults),
        ("Registry", "field of `spec`", registry_models.RegistrySpec),
        ("Registry", "field of a repository", registry_models.Repository),
        ("Registry", "field of `spec.token`", registry_models.TokenSpec),
        ("Registry", "field of `spec.refusals`", registry_models.RefusalsSpec),
        ("Registry", "field of a rule of retention", registry_models.RetentionSpec),
        ("Registry", "field of `spec.deletion`", registry_models.DeletionSpec),
        ("Registry", "field of `spec.cache.stale`", registry_models.StaleSpec),
        ("Registry", "field of a limit", registry_models.LimitSpec),
        ("Registry", "field of a fault", registry_models.FaultSpec),
        ("Registry", "field of `spec.cache`", registry_models.CacheSpec),
        ("Image", "field of `spec`", image_models.ImageSpec),
        ("Image", "field of a manifest", image_models.ManifestSpec),
        ("Image", "field of a layer", image_models.LayerSpec),
        ("NodePool", "field of `spec`", node_models.NodePoolSpec),
        ("NodePool", "field of `spec.kubelet`", kubelet_models.KubeletSpec),
        ("NodePool", "field of `spec.containerd`", node_models.ContainerdSpec),
        ("NodePool", "field of `spec.containerd.transfer`", node_models.TransferSpec),
        ("NodePool", "field of `spec.pace`", node_models.PaceSpec),
        ("NodePool", "field of `spec.disk`", node_models.DiskSpec),
        ("NodePool", "field of `spec.nat`", node_models.NatSpec),
        ("NodePool", "field of `spec.hosts`", node_models.HostsSpec),
        ("NodePool", "field of a mirror", node_models.MirrorSpec),
        ("NodePool", "field of `spec.credentials`", credential_models.CredentialsSpec),
        ("NodePool", "field of `spec.credentials.providers`", credential_models.ProvidersSpec),
        ("NodePool", "field of a plugin", credential_models.PluginSpec),
        ("NodePool", "field of `spec.credentials.vendorHook`", credential_models.VendorHookSpec),
    ],
)
def test_a_world_document_has_the_fields_that_are_documented(
    heading: str, first_cell: str, model: type[BaseModel]
) -> None:
    rows = {row[0].strip("`"): row for row in table_after(heading, first_cell)}
    assert list(rows) == field_names(model)


def test_the_ways_in_which_a_registry_fails_are_documented() -> None:
    documented = names("Ways to fail", "way")
    assert documented == [*get_args(Transport), "silent", "status"]


def test_the_presets_are_documented_with_their_dates() -> None:
    rows = [tuple(cell.strip("`") for cell in row[:4]) for row in table_after("Presets", "where")]
    assert rows == [
        (field, preset.name, preset.says, preset.as_of) for field, listed in presets().items() for preset in listed
    ]


def test_the_events_and_their_fields_are_documented() -> None:
    rows = {row[0].strip("`"): re.findall(r"`(\w+)`", row[1]) for row in table_after("Timeline events", "event")}
    assert tuple(rows) == timelines.EVENTS
    models = {info.alias or name: info.annotation for name, info in timelines.EventSpec.model_fields.items()}
    for event, fields in rows.items():
        (model,) = (part for part in models[event].__args__ if part is not type(None))  # type: ignore[union-attr]
        assert fields == field_names(model), event


def test_the_commands_and_their_options_are_documented() -> None:
    written = [row[0].strip("`").split(" ") for row in table_after("Commands", "command")]
    documented = {tuple(word for word in words[1:] if not word.strip("[]").isupper()) for words in written}
    assert documented == set(commands())
    group = typer.main.get_command(app)
    pages = {" ".join(path): _command(group, path) for path in commands()} | {"imagesim": group}
    options = {(row[0].split(" ")[0].strip("`,"), page) for row in _options() for page in row[1].split(", ")}
    assert options == {
        (option, page)
        for page, command in pages.items()
        for parameter in command.params  # type: ignore[attr-defined]
        for option in parameter.opts
        if option.startswith("--")
    }


def _options() -> list[list[str]]:
    return [row for row in table_after("Commands", "option") if row[1] != "every command"]


def _command(group: object, path: tuple[str, ...]) -> object:
    for name in path:
        group = group.commands[name]  # type: ignore[attr-defined]
    return group


def test_the_measures_of_expectations_are_documented() -> None:
    rows = {row[0].strip("`"): row[1] for row in table_after("Expectations", "measure")}
    units = {"time": "time", "size": "size", "count": "number"}
    assert rows == {name: units[measure.unit] for name, measure in MEASURES.items()}


def test_the_summary_and_the_front_door_are_documented() -> None:
    assert names("JSON", "key") == list(summary(Records()))
    documented = {re.match(r"imagesim\.(\w+)", name)[1] for name in names("Python", "name")}  # type: ignore[index]
    assert documented == set(imagesim.__all__)


def test_links_within_the_page_lead_somewhere() -> None:
    headings = {
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        for heading in re.findall(r"^#+ (.*)$", TEXT, re.MULTILINE)
    }
    assert set(re.findall(r"\]\(#([^)]*)\)", TEXT)) <= headings


def test_every_picture_is_documented() -> None:
    assert set(names("Pictures", "function")) == set(plots.__all__) - {"png", "words_of"}
