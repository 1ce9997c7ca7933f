"""One contract, and a state for each stage."""

from cdk_appconfig import FeatureFlags, Flag, Number

SEARCH = FeatureFlags(
    Flag("suggestions", enabled=True, attributes={"limit": Number(5, minimum=1, maximum=20)}),
    Flag("semantic_search"),
)

STATE = {
    "beta": SEARCH.with_values({"semantic_search": {"enabled": True}}),
    "prod": SEARCH,
}
