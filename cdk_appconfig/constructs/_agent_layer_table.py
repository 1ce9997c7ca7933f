"""The layers of AppConfig Agent 2.0.22365, which AWS released on 2026-08-24.

Written by ``rig/agent_layers.py``. A row gives the account of the publisher, the number of the
layer on x86_64 and on arm64, and the last numbers of both that are known to be older than variants
(0 where none is known). Where the guide lists a region no longer, the numbers are the last it gave.
"""

from __future__ import annotations

__all__ = ["AGENT_VERSION", "LAYERS", "RELEASED"]

AGENT_VERSION = "2.0.22365"
RELEASED = "2026-08-24"

LAYERS = {
    "af-south-1": ("574348263942", 266, 194, 83, 11),
    "ap-east-1": ("630222743974", 263, 191, 83, 11),
    "ap-east-2": ("730335625313", 153, 127, 0, 0),
    "ap-northeast-1": ("980059726660", 278, 231, 98, 51),
    "ap-northeast-2": ("826293736237", 282, 190, 108, 16),
    "ap-northeast-3": ("706869817123", 280, 195, 101, 16),
    "ap-south-1": ("554480029851", 297, 239, 107, 49),
    "ap-south-2": ("489524808438", 223, 181, 47, 5),
    "ap-southeast-1": ("421114256042", 264, 216, 106, 58),
    "ap-southeast-2": ("080788657173", 319, 262, 106, 49),
    "ap-southeast-3": ("418787028745", 262, 199, 79, 16),
    "ap-southeast-4": ("307021474294", 198, 183, 20, 5),
    "ap-southeast-5": ("631746059939", 170, 145, 0, 0),
    "ap-southeast-6": ("381491832265", 103, 93, 0, 0),
    "ap-southeast-7": ("851725616657", 140, 139, 0, 0),
    "ca-central-1": ("039592058896", 268, 188, 93, 13),
    "ca-west-1": ("436199621743", 178, 168, 0, 0),
    "cn-north-1": ("615057806174", 249, 171, 76, 0),
    "cn-northwest-1": ("615084187847", 247, 169, 76, 0),
    "eu-central-1": ("066940009817", 301, 244, 106, 49),
    "eu-central-2": ("758369105281", 228, 186, 47, 5),
    "eu-north-1": ("646970417810", 373, 232, 159, 18),
    "eu-south-1": ("203683718741", 259, 187, 83, 11),
    "eu-south-2": ("586093569114", 221, 182, 44, 5),
    "eu-west-1": ("434848589818", 309, 247, 125, 63),
    "eu-west-2": ("282860088358", 252, 204, 93, 45),
    "eu-west-3": ("493207061005", 279, 198, 98, 17),
    "eusc-de-east-1": ("426221636601", 73, 48, 0, 0),
    "il-central-1": ("895787185223", 194, 177, 22, 5),
    "me-central-1": ("662846165436", 212, 5, 49, 5),
    "me-south-1": ("559955524753", 254, 13, 85, 13),
    "mx-central-1": ("891376990304", 148, 147, 0, 0),
    "sa-east-1": ("000010852771", 338, 226, 128, 16),
    "us-east-1": ("027255383542", 332, 265, 128, 61),
    "us-east-2": ("728743619870", 287, 239, 93, 45),
    "us-gov-east-1": ("946561847325", 227, 173, 54, 0),
    "us-gov-west-1": ("946746059096", 226, 172, 54, 0),
    "us-west-1": ("958113053741", 408, 285, 141, 18),
    "us-west-2": ("359756378197", 381, 283, 161, 63),
}
