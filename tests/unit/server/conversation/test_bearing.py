"""The figure is told what happens around it: voices, places, rest."""

import asyncio

from app.protocol.messages import ConsultantState, Motion, Place, ShopperPlace
from server.avatar.cues import ShopperLost, ShopperSeen, ShopperVoice, Stillness
from tests.unit.server.conversation.dialogue import visit
from tests.virtual_time import run


def test_where_the_shopper_stands_reaches_the_figure_mirrored() -> None:
    """What is right in the camera's picture is to the figure's right, and a lost shopper is told too."""

    async def story() -> None:
        async with visit() as scene:
            place = Place(right_deg=12.0, down_deg=3.0, distance_m=0.6)
            scene.conversation.receive(ShopperPlace(place=place))
            scene.conversation.receive(ShopperPlace())
            scene.conversation.receive(Motion(reduced=True))
            assert scene.stage.cues[-3:] == [ShopperSeen(-12.0, 3.0, 0.6), ShopperLost(), Stillness(on=True)]

    run(story())


def test_the_shopper_s_voice_and_its_pause_reach_the_figure() -> None:
    """A spoken turn is told as voice and pause."""

    async def story() -> None:
        async with visit() as scene:
            await scene.say("show me round frames.")
            await asyncio.sleep(2.0)
            voices = [cue.voiced for cue in scene.stage.cues if isinstance(cue, ShopperVoice)]
            assert voices[:2] == [True, False]

    run(story())


def test_a_long_rest_becomes_idle() -> None:
    """After an answer the figure is attentive, and idle when nothing happens for a quarter of a minute."""

    async def story() -> None:
        async with visit() as scene:
            await scene.until(lambda: scene.stage.states[-1] is ConsultantState.ATTENTIVE)
            await asyncio.sleep(14.0)
            rested = len(scene.stage.states)
            await asyncio.sleep(2.0)
            assert scene.stage.states[rested:] == [ConsultantState.IDLE]

    run(story())
