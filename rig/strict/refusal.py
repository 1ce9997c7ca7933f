"""What AWS answers when it refuses."""

from __future__ import annotations

__all__ = ["RefusedError"]


class RefusedError(ValueError):
    """A call that AWS refuses. As text it is what a resource handler of CloudFormation reports.

    Args:
        message: AWS's message.
        status: Status of the answer.
        code: Name of the exception.
    """

    def __init__(
        self, message: str, *, status: int = 400, code: str = "BadRequestException"
    ) -> None:
        super().__init__(f"{message} (Service: AppConfig, Status Code: {status})")
        self.message = message
        self.status = status
        self.code = code
