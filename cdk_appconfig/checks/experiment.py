"""Experiments: the flag they are made on, their audience and their treatments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cdk_appconfig import model
from cdk_appconfig.checks.listed import APPLICATION, EXPERIMENT, PROFILE, RUN, VERSION, Listed
from cdk_appconfig.checks.value import is_open
from cdk_appconfig.findings import AppConfigError, Check, Finding, closest, json_path, shown
from cdk_appconfig.model import limits
from cdk_appconfig.model import rule as rules
from cdk_appconfig.record import replace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cdk_appconfig.checks.app import Part
    from cdk_appconfig.model.flag import Flag

__all__ = ["LISTED"]

_API = "https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference"
_DEFINITION = f"{_API}/API_CreateExperimentDefinition.html"
_RUN = f"{_API}/API_StartExperimentRun.html"

NAME = Check(
    id="APPCONFIG260",
    summary="The name of an experiment is not one that AppConfig takes",
    rule=f"the name of an experiment {limits.EXPERIMENT_NAME.words}",
    source=_DEFINITION,
    evidence="schema",
)
FLAG_KEY = Check(
    id="APPCONFIG261",
    summary="No experiment can be made on a flag with this key",
    rule=f"the key of a flag with an experiment {limits.EXPERIMENT_FLAG_KEY.words}",
    source=limits.EXPERIMENT_FLAG_KEY.source,
    evidence=limits.EXPERIMENT_FLAG_KEY.evidence,
)
FREEFORM = Check(
    id="APPCONFIG263",
    summary="An experiment is made on a profile that holds no feature flags",
    rule="an experiment varies a flag of a feature-flag profile",
    source=_DEFINITION,
    evidence="documented",
)
ATTRIBUTE = Check(
    id="APPCONFIG264",
    summary="The attribute of a treatment has no value, or several",
    rule="an attribute of a treatment has one value, of one type",
    source=f"{_API}/API_AttributeValue.html",
    evidence="schema",
)
NO_FLAG = Check(
    id="APPCONFIG265",
    summary="A run experiments on a flag that does not exist",
    rule="AppConfig starts a run on a flag that is deployed to the environment",
    source=_RUN,
    evidence="inferred",
)
NO_FLAG_YET = Check(
    id="APPCONFIG266",
    summary="An experiment is defined on a flag that does not exist",
    rule="AppConfig takes the definition, and refuses a run of it as long as there is no such flag",
    source=_RUN,
    evidence="inferred",
    severity="warning",
)
AUDIENCE = Check(
    id="APPCONFIG267",
    summary="A run experiments with an audience rule that AppConfig cannot read",
    rule="AppConfig makes the audience rule a part of the rule of a variant when a run starts",
    source=_RUN,
    evidence="captured",
)
AUDIENCE_YET = Check(
    id="APPCONFIG268",
    summary="An experiment is defined with an audience rule that AppConfig cannot read",
    rule="AppConfig takes any audience rule, and refuses a run with one that it cannot read",
    source=_RUN,
    evidence="captured",
    severity="warning",
)
VALUES = Check(
    id="APPCONFIG269",
    summary="A treatment of a run does not fit the definition of its flag",
    rule="AppConfig holds the values of a treatment against the definition of the flag when a run "
    "starts",
    source=_RUN,
    evidence="captured",
)
VALUES_YET = Check(
    id="APPCONFIG270",
    summary="A treatment does not fit the definition of its flag",
    rule="AppConfig takes any treatment, and refuses a run with one that does not fit the flag",
    source=_RUN,
    evidence="captured",
    severity="warning",
)
OVERRIDE = Check(
    id="APPCONFIG271",
    summary="A run gives an entity a treatment that does not exist, or has too many overrides",
    rule=f"a run fixes the treatment of at most {limits.TREATMENT_OVERRIDES} entities: 'c' for "
    "the control, 't1' and so on for the treatments in their order",
    source=_RUN,
    evidence="inferred",
    severity="warning",
)
ARCHIVED = Check(
    id="APPCONFIG272",
    summary="An experiment will keep its application from being deleted",
    rule="deleting an experiment archives it, and AppConfig deletes no application that has an "
    "archived experiment",
    source=f"{_API}/API_DeleteExperimentDefinition.html",
    evidence="captured",
    severity="warning",
)
ATTRIBUTE_KEY = Check(
    id="APPCONFIG273",
    summary="A treatment has too many attributes, or one with a key that no attribute can have",
    rule=f"a treatment has at most {limits.FLAG_ATTRIBUTES} attributes; the key of one "
    f"{limits.ATTRIBUTE_KEY.words}, and is not 'enabled'",
    source=limits.FLAG_ATTRIBUTES.source,
    evidence="schema",
)

_MEMBERS = ("StringValue", "NumberValue", "BooleanValue", "StringArray", "NumberArray")


def form_findings(experiment: Part) -> Iterator[Finding]:
    """Yield what is wrong with the name, the key and the profile of an experiment."""
    name, key = experiment.text("Name"), experiment.text("FlagKey")
    if name is not None and not limits.EXPERIMENT_NAME.matches(name):
        yield NAME.at(
            "$.Name",
            message=f"{shown(name)} cannot be the name of an experiment",
            found=shown(name),
            fix="shorten it, and let it begin with something else than 'AWS.'",
        )
    if key is not None and not limits.EXPERIMENT_FLAG_KEY.matches(key):
        yield FLAG_KEY.at(
            "$.FlagKey",
            message=f"no experiment can be made on the flag {shown(key)}",
            found=shown(key),
            fix="experiment on a flag with a longer key",
        )
    profile = _profile(experiment)
    if profile is None:
        return
    kind = profile.text("Type")
    if kind == "AWS.Freeform" or profile.lacks("Type"):
        yield FREEFORM.at(
            "$.ConfigurationProfileIdentifier",
            message=f"the profile {profile.where} is a freeform profile",
            found=kind or "no Type",
            fix="use a profile of the type AWS.AppConfig.FeatureFlags",
        )


def _profile(experiment: Part) -> Part | None:
    profile = experiment.target("ConfigurationProfileIdentifier")
    return profile if profile is not None and profile.type == PROFILE else None


def treatments_of(experiment: Part) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield control and treatments with their places, as far as they are known."""
    control = experiment.mapping("Control")
    if control is not None:
        yield "$.Control", control
    for index, treatment in enumerate(experiment.items("Treatments") or []):
        if isinstance(treatment, dict):
            yield f"$.Treatments[{index}]", treatment


def attribute_findings(experiment: Part) -> Iterator[Finding]:
    """Yield what is wrong with the form of the attributes of treatments."""
    for place, treatment in treatments_of(experiment):
        values = treatment.get("AttributeValues")
        if not isinstance(values, dict):
            continue
        if len(values) > limits.FLAG_ATTRIBUTES:
            yield ATTRIBUTE_KEY.at(
                f"{place}.AttributeValues",
                message=f"the treatment has {len(values)} attributes",
                found=str(len(values)),
                fix=f"keep {limits.FLAG_ATTRIBUTES}",
            )
        for key, value in values.items():
            where = f"{place}.AttributeValues{json_path(key)[1:]}"
            if key == "enabled" or not limits.ATTRIBUTE_KEY.matches(key):
                yield ATTRIBUTE_KEY.at(
                    where,
                    message=f"{shown(key)} cannot be the key of an attribute",
                    found=shown(key),
                    fix="use the key of an attribute of the flag; Enabled switches the treatment",
                )
            if isinstance(value, dict) and len(value) != 1:
                yield ATTRIBUTE.at(
                    where,
                    message=f"the attribute {key!r} has {len(value)} values",
                    found=", ".join(value) or "nothing",
                    fix=f"give one of {', '.join(_MEMBERS)}",
                )


def audience_findings(experiment: Part) -> Iterator[Finding]:
    """Yield what is wrong with the audience rule: now, or when a run starts."""
    rule = experiment.text("AudienceRule")
    if not rule:
        return
    check = AUDIENCE if _runs(experiment) else AUDIENCE_YET
    for finding in rules.rule_findings(rule):
        certain = finding.severity == "error"
        yield replace(finding.under("$.AudienceRule"), check=check if certain else finding.check)


def _runs(experiment: Part) -> bool:
    return bool(experiment.app.users(experiment, RUN))


def flag_findings(experiment: Part) -> Iterator[Finding]:
    """Yield what does not fit the flag of an experiment."""
    key, flags = experiment.text("FlagKey"), _flags(experiment)
    if key is None or flags is None:
        return
    runs = _runs(experiment)
    if key not in flags:
        near = closest(key, flags)
        yield (NO_FLAG if runs else NO_FLAG_YET).at(
            "$.FlagKey",
            message=f"there is no flag {shown(key)}",
            found=shown(key),
            fix=f"did you mean {near!r}?" if near else f"use one of {', '.join(flags)}",
        )
        return
    check = VALUES if runs else VALUES_YET
    for place, treatment in treatments_of(experiment):
        for finding in _value_findings(flags[key], treatment.get("AttributeValues")):
            yield replace(finding.under(f"{place}.AttributeValues"), check=check)


def _flags(experiment: Part) -> Mapping[str, Flag] | None:
    """Return the flags of the profile; ``None`` unless one version of the app holds them all."""
    profile = _profile(experiment)
    versions = profile.app.users(profile, VERSION) if profile else []
    contents = {version.text("Content") for version in versions}
    content = contents.pop() if len(contents) == 1 else None
    if content is None:
        return None
    try:
        return {flag.key: flag for flag in model.FeatureFlags.from_document(content)}
    except AppConfigError:
        return None  # said at the version


def _value_findings(flag: Flag, values: Any) -> Iterator[Finding]:
    for key, value in values.items() if isinstance(values, dict) else ():
        where = json_path(key)
        attribute = flag.attributes.get(key)
        if attribute is None:
            near = closest(key, flag.attributes)
            yield VALUES.at(
                where,
                message=f"the flag {flag.key!r} declares no attribute {shown(key)}",
                found=shown(key),
                fix=f"did you mean {near!r}?" if near else "declare it in the flag, or remove it",
            )
        elif isinstance(value, dict) and len(value) == 1 and not is_open(value):
            [given] = value.values()
            for finding in attribute.value_findings(given):
                yield finding.under(where)


def override_findings(run: Part) -> Iterator[Finding]:
    """Yield what is wrong with the overrides of a run."""
    experiment = run.target("ExperimentDefinitionIdentifier")
    overrides = (run.mapping("TreatmentOverrides") or {}).get("Inline")
    if not isinstance(overrides, dict):
        return
    if len(overrides) > limits.TREATMENT_OVERRIDES:
        yield OVERRIDE.at(
            "$.TreatmentOverrides.Inline",
            message=f"the run has {len(overrides)} overrides",
            found=str(len(overrides)),
            fix=f"keep {limits.TREATMENT_OVERRIDES}",
        )
    treatments = experiment.items("Treatments") if experiment else None
    if treatments is None or is_open(treatments):
        return
    known = ["c", *(f"t{index}" for index in range(1, len(treatments) + 1))]
    for entity, treatment in overrides.items():
        if isinstance(treatment, str) and treatment not in known:
            yield OVERRIDE.at(
                f"$.TreatmentOverrides.Inline{json_path(entity)[1:]}",
                message=f"the experiment has no treatment {shown(treatment)}",
                found=shown(treatment),
                fix=f"use one of {', '.join(known)}",
            )


def archive_findings(experiment: Part) -> Iterator[Finding]:
    """Yield the finding that the stack of an experiment may not be deletable."""
    application = experiment.target("ApplicationIdentifier")
    if application is None or application.type != APPLICATION:
        return
    kept = experiment.declaration.body.get("DeletionPolicy") in ["Retain", "RetainExceptOnCreate"]
    if application.declaration.body.get("DeletionPolicy") != "Retain" and not kept:
        yield ARCHIVED.at(
            "$",
            message=f"the experiment is archived with its stack, and {application.where} cannot be "
            "deleted then",
            found="DeletionPolicy",
            fix="destroy the experiment with DeleteExperimentDefinition before the stack, or keep "
            "the application with DeletionPolicy: Retain",
        )


LISTED = (
    Listed(EXPERIMENT, form_findings, (NAME, FLAG_KEY, FREEFORM)),
    Listed(EXPERIMENT, attribute_findings, (ATTRIBUTE, ATTRIBUTE_KEY)),
    Listed(EXPERIMENT, audience_findings, (AUDIENCE, AUDIENCE_YET)),
    Listed(EXPERIMENT, flag_findings, (NO_FLAG, NO_FLAG_YET, VALUES, VALUES_YET)),
    Listed(RUN, override_findings, (OVERRIDE,)),
    Listed(EXPERIMENT, archive_findings, (ARCHIVED,)),
)
