"""One contract, and for each stage a state and the pace at which it arrives."""

from cdk_appconfig import DeploymentStrategyId, FeatureFlags, Flag, Number

ORDERS = FeatureFlags(
    Flag("express", attributes={"days": Number(2, minimum=1, maximum=4)}),
    Flag("invoice", enabled=True),
)
STATE = {"beta": ORDERS.with_values({"express": {"enabled": True}}), "prod": ORDERS}
STRATEGY = {
    "beta": DeploymentStrategyId.ALL_AT_ONCE,
    "prod": DeploymentStrategyId.CANARY_10_PERCENT_20_MINUTES,
}
