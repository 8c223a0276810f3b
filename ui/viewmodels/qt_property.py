"""PySide6's `Property` as a type checker should see it: a getter whose value can be read."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Generic, TypeVar

    Value = TypeVar("Value")

    class Readable(Generic[Value]):
        """What the decorated method becomes."""

        def __get__(self, instance: object, owner: object = None) -> Value: ...

    def Property(
        kind: object, *, notify: object = None, constant: bool = False
    ) -> Callable[[Callable[[Any], Value]], Readable[Value]]: ...
else:
    from PySide6.QtCore import Property

__all__ = ["Property"]
