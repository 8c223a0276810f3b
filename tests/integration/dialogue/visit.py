"""A visit as a kiosk would carry it, for talking with the built-in consultant in tests."""

import re
from dataclasses import replace

from app.domain.catalogue import Catalogue
from app.protocol.messages import Interval, SharedMeasurements, ToolName, TurnRecord
from server.llm.consultant.consultant import Consultant
from server.llm.consultant.meaning import Meaning
from server.llm.port import Context, Event, Remember, TextDelta, ToolUse, Utterance

MEASURED = SharedMeasurements(
    pd=Interval(value=62, low=58, high=66),
    face_width=Interval(value=137, low=133, high=141),
    shape=(("oval", 0.58), ("heart", 0.22), ("round", 0.2)),
)


class Visit:
    """Keeps the context between turns: log, cards, favourites, focus and memory."""

    def __init__(
        self,
        catalogue: Catalogue,
        meaning: Meaning,
        measurements: SharedMeasurements,
        *,
        camera: bool = True,
    ) -> None:
        self.catalogue = catalogue
        self.consultant = Consultant(catalogue, meaning)
        self.context = Context(measurements=measurements, camera_allowed=camera)

    async def event(self, event: Event) -> tuple[str, tuple[ToolUse, ...]]:
        """Let the consultant answer and apply what it did."""
        text, tools, memory = "", list[ToolUse](), self.context.memory
        async for reply in self.consultant.respond(event, self.context):
            if isinstance(reply, TextDelta):
                text += reply.text
            elif isinstance(reply, ToolUse):
                tools.append(reply)
            elif isinstance(reply, Remember):
                memory = reply.memory
        context = replace(self.context, memory=memory)
        if isinstance(event, Utterance):
            context = replace(context, turns=(*context.turns, TurnRecord(speaker="shopper", text=event.text)))
        if text:
            context = replace(context, turns=(*context.turns, TurnRecord(speaker="consultant", text=text)))
        for tool in tools:
            if tool.name is ToolName.SHOW_FRAMES:
                context = replace(context, shown=tuple(card.sku for card in tool.cards))
            elif tool.name is ToolName.SAVE:
                context = replace(context, shortlist=tuple(dict.fromkeys((*context.shortlist, *tool.skus))))
            elif tool.name is ToolName.UNSAVE:
                context = replace(context, shortlist=tuple(s for s in context.shortlist if s not in tool.skus))
            elif tool.name in {ToolName.TRY_ON, ToolName.COMPARE}:
                context = replace(context, focus=tool.skus)
        self.context = context
        return text, tuple(tools)

    async def say(self, text: str) -> tuple[str, tuple[ToolUse, ...]]:
        return await self.event(Utterance(text))


def numbers(text: str) -> set[float]:
    """Every number in a text, the digits of names such as TR90 left out."""
    return {float(found) for found in re.findall(r"(?<![A-Za-z\d])\d+(?:\.\d+)?", text)}
