"""What can be switched in the shop, and how it stands in each environment."""

from cdk_appconfig import (
    Boolean,
    FeatureFlags,
    Flag,
    Number,
    NumberArray,
    String,
    StringArray,
    Variant,
    context,
)

SHOP = FeatureFlags(
    Flag(
        "one_click",
        description="Skip the basket page",
        enabled=True,
        attributes={"max_items": Number(20, minimum=1, maximum=100)},
    ),
    Flag(
        "payment",
        description="Ways to pay, and how hard we try",
        enabled=True,
        attributes={
            "provider": String("adyen", enum=["adyen", "stripe"], required=True),
            "methods": StringArray(["card", "paypal"], enum=["card", "paypal", "invoice"]),
            "retry_seconds": NumberArray([1, 2.5, 10], minimum=0, maximum=60),
            "sandbox": Boolean(False),
        },
    ),
    Flag(
        "delivery",
        description="How many days a parcel takes",
        attributes={"days": Number(minimum=1, required=True)},
        variants=[
            Variant("gold", rule=context("plan") == "gold", enabled=True, attributes={"days": 1})
        ],
        default=Variant("everyone else", enabled=True, attributes={"days": 3}),
    ),
    Flag("new_tax_engine", enabled=True, attributes={"engine": String("v2", pattern="^v[0-9]+$")}),
)

STATE = {
    "beta": SHOP.with_values({"payment": {"sandbox": True, "methods": ["card", "invoice"]}}),
    "prod": SHOP.with_values(
        {
            "one_click": {"max_items": 5},
            "delivery": {"variants": {"gold": {"attributes": {"days": 2}}}},
            "new_tax_engine": {"enabled": False},
        }
    ),
}
