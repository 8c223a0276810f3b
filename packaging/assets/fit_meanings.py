"""Fits server/llm/consultant/meanings.npz to the lines in packaging/assets/meanings, and gathers everyday.txt.

    PYTHONPATH=$PWD:$PWD/.venv/lib/python3.11/site-packages \
        uv run --no-project --with jax==0.10.2 --with optax==0.2.8 --with safetensors packaging/assets/fit_meanings.py

Fitted together are three maps on what the sentence encoder reads (label, traits, how what is named is held) and small
steps of rank 8 away from the encoder's own weights (Hu et al. 2021). With `--validate` a sixth of the told lines is
kept back and nothing is written. A quarter of an hour on two cores; run packaging/setup/verify_assets.py --update
afterwards. JAX is wanted for this alone, so the program does not install it.
"""

import argparse
import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax
from meaning_lines import TRAITS, Line, everyday_words, lines
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from server.llm.consultant.meaning import MODEL_FILE, Held
from server.llm.sentence_encoder import installed_folder, within

WORDS_FILE = MODEL_FILE.with_name("everyday.txt")

LAYERS, HEADS, WIDTH = 6, 12, 384
MATRICES = (
    "attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense",
    "intermediate.dense", "output.dense",
)  # fmt: skip
RANK, STEP_SCALE, VECTOR_SCALE = 8, 2.0, 20.0
EPOCHS, BATCH, RATE, DROPOUT, SMOOTHING = 5, 64, 1e-3, 0.1, 0.05
TOLD_TIMES = 3
"""Lines as shoppers say them count threefold: those by label are plainer than what is heard."""
KEPT_BACK = 6
LENGTHS = (8, 12, 16, 20, 24, 32, 48, 64)
WISHES, LOG_ODDS_OF_WISHES = "SEARCH", 0.5
"""Among what real shoppers say a wish for frames is more common than among these lines."""

Tree = Any
HELD = tuple(Held)


class Reader:
    """The encoder of server/llm/sentence_encoder.py for batches, with steps that can be fitted."""

    def __init__(self) -> None:
        folder = installed_folder()
        self._weights = {name: jnp.asarray(array) for name, array in load_file(folder / "model.safetensors").items()}
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.enable_truncation(LENGTHS[-1])
        self.tokenizer.no_padding()

    def fresh_steps(self, key: Tree) -> Tree:
        """Steps that change nothing yet."""
        steps = {}
        for layer in range(LAYERS):
            for matrix in MATRICES:
                name = f"encoder.layer.{layer}.{matrix}"
                out, width = self._weights[f"{name}.weight"].shape
                key, own = jax.random.split(key)
                steps[f"{name}.down"] = jax.random.normal(own, (width, RANK)) / np.sqrt(width)
                steps[f"{name}.up"] = jnp.zeros((RANK, out))
        return steps

    def read(self, steps: Tree, ids: Tree, mask: Tree, key: Tree | None) -> tuple[Tree, Tree]:
        """States (n, tokens, width) and unit vectors (n, width) of token numbers; a key drops parts at random."""
        w = self._weights
        keys = iter([None] * 20 if key is None else jax.random.split(key, 20))
        bias = jnp.where(mask, 0.0, -1e9)[:, None, None, :]
        places = w["embeddings.position_embeddings.weight"][: ids.shape[1]]
        kinds = w["embeddings.token_type_embeddings.weight"][0]
        state = self._normed(w["embeddings.word_embeddings.weight"][ids] + places + kinds, "embeddings.LayerNorm")
        state = _dropped(state, next(keys))
        for layer in range(LAYERS):
            name = f"encoder.layer.{layer}"
            asked, key_, value = (
                self._linear(steps, f"{name}.{part}", state).reshape(*ids.shape, HEADS, -1).swapaxes(1, 2)
                for part in MATRICES[:3]
            )
            near = jax.nn.softmax(asked @ key_.swapaxes(-1, -2) / np.sqrt(WIDTH // HEADS) + bias)
            mixed = (near @ value).swapaxes(1, 2).reshape(state.shape)
            mixed = _dropped(self._linear(steps, f"{name}.{MATRICES[3]}", mixed), next(keys))
            state = self._normed(state + mixed, f"{name}.attention.output.LayerNorm")
            wide = jax.nn.gelu(self._linear(steps, f"{name}.{MATRICES[4]}", state), approximate=False)
            narrow = _dropped(self._linear(steps, f"{name}.{MATRICES[5]}", wide), next(keys))
            state = self._normed(state + narrow, f"{name}.output.LayerNorm")
        mean = (state * mask[..., None]).sum(1) / mask.sum(1, keepdims=True)
        return state, mean / jnp.linalg.norm(mean, axis=-1, keepdims=True)

    def _linear(self, steps: Tree, name: str, state: Tree) -> Tree:
        own = state @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]
        return own + (state @ steps[f"{name}.down"]) @ steps[f"{name}.up"] * STEP_SCALE

    def _normed(self, state: Tree, name: str) -> Tree:
        centred = state - state.mean(-1, keepdims=True)
        unit = centred / jnp.sqrt((centred**2).mean(-1, keepdims=True) + 1e-12)
        return unit * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]


def _dropped(state: Tree, key: Tree | None) -> Tree:
    return state if key is None else state * jax.random.bernoulli(key, 1 - DROPOUT, state.shape) / (1 - DROPOUT)


class Fit:
    """Everything that is fitted: the encoder's steps and the three maps."""

    def __init__(self, reader: Reader, labels: Sequence[str]) -> None:
        self._reader = reader
        self.labels = tuple(labels)
        self._place = {label: place for place, label in enumerate(labels)}
        self.fitted: Tree = {
            "steps": reader.fresh_steps(jax.random.PRNGKey(0)),
            "label": (jnp.zeros((WIDTH, len(labels))), jnp.zeros(len(labels))),
            "trait": (jnp.zeros((WIDTH, len(TRAITS))), jnp.full(len(TRAITS), -3.0)),
            "held": (jnp.zeros((2 * WIDTH, len(HELD))), jnp.zeros(len(HELD))),
        }
        self._scores_of = jax.jit(lambda fitted, batch: self._scores(fitted, batch, None))

    def run(self, told: Sequence[Line]) -> None:
        """Adam with a warm start and a cosine end."""
        told = [line for line in told for _ in range(TOLD_TIMES if line.told else 1)]
        rng, key = np.random.default_rng(0), jax.random.PRNGKey(1)
        steps = EPOCHS * (len(told) // BATCH + len(LENGTHS) // 2)
        pace = optax.warmup_cosine_decay_schedule(0, RATE, steps // 10, steps, RATE / 50)
        adam = optax.chain(optax.clip_by_global_norm(1.0), optax.adamw(pace, weight_decay=0.01))
        state = adam.init(self.fitted)

        @jax.jit
        def step(fitted: Tree, state: Tree, batch: Tree, key: Tree) -> tuple[Tree, Tree, Tree]:
            loss, slope = jax.value_and_grad(self._loss)(fitted, batch, key)
            change, state = adam.update(slope, state, fitted)
            return optax.apply_updates(fitted, change), state, loss

        for epoch in range(EPOCHS):
            losses = []
            for batch in self._batches(told, rng):
                key, own = jax.random.split(key)
                self.fitted, state, loss = step(self.fitted, state, batch, own)
                losses.append(float(loss))
            print(f"epoch {epoch + 1} of {EPOCHS}: loss {np.mean(losses):.3f}", flush=True)

    def report(self, kept: Sequence[Line]) -> None:
        """How many lines not seen are heard right."""
        right = sure = surely = named = held = 0
        traits = np.zeros(3, int)
        for first in range(0, len(kept), BATCH):
            part = list(kept[first : first + BATCH])
            batch = self._batch(part + part[:1] * (BATCH - len(part)), LENGTHS[-1])
            label, trait, holds = (np.asarray(one) for one in self._scores_of(self.fitted, batch))
            odds = np.exp(label - label.max(-1, keepdims=True))
            odds /= odds.sum(-1, keepdims=True)
            place = 0
            for row, line in enumerate(part):
                guess = int(label[row].argmax())
                good = self.labels[guess] in {line.label, *line.also}
                right, sure = right + good, sure + (odds[row, guess] >= 0.5)
                surely += good and odds[row, guess] >= 0.5
                for _, _, how in line.named:
                    named, held = named + 1, held + (HELD[int(holds[place].argmax())] is how)
                    place += 1
                if line.traits is not None:
                    true, told = np.array(line.traits, bool), trait[row] > 0
                    traits += ((true & told).sum(), (~true & told).sum(), (true & ~told).sum())
        print(
            f"{len(kept)} unseen lines: label {right / len(kept):.1%}; sure of {sure / len(kept):.1%}, of those "
            f"{surely / max(1, sure):.1%}; held {held / max(1, named):.1%} of {named}; "
            f"traits {traits[0]} found, {traits[1]} false, {traits[2]} missed",
        )

    def save(self) -> None:
        """Write the maps with the scale of the vectors and the priors worked in."""
        fitted = jax.tree.map(np.asarray, self.fitted)
        bias = fitted["label"][1].copy()
        bias[self._place[WISHES]] += LOG_ODDS_OF_WISHES
        held = fitted["held"][0].T.copy()
        held[:, WIDTH:] *= VECTOR_SCALE
        arrays = {
            "label.weight": fitted["label"][0].T * VECTOR_SCALE, "label.bias": bias,
            "trait.weight": fitted["trait"][0].T * VECTOR_SCALE, "trait.bias": fitted["trait"][1],
            "held.weight": held, "held.bias": fitted["held"][1],
        }  # fmt: skip
        for name, array in fitted["steps"].items():
            arrays[name] = array * STEP_SCALE if name.endswith(".up") else array
        half = {name: array.astype(np.float16) for name, array in arrays.items()}
        np.savez(MODEL_FILE, labels=np.array(self.labels), traits=np.array(TRAITS), **half)

    def _scores(self, fitted: Tree, batch: Tree, key: Tree | None) -> tuple[Tree, Tree, Tree]:
        keys = (None, None) if key is None else jax.random.split(key)
        states, vectors = self._reader.read(fitted["steps"], batch["ids"], batch["mask"], keys[0])
        seen = _dropped(vectors, keys[1]) * VECTOR_SCALE
        spans = jnp.einsum("st,std->sd", batch["span"], states[batch["row"]])
        beside = jnp.concatenate([spans, vectors[batch["row"]] * VECTOR_SCALE], -1)
        return tuple(  # type: ignore[return-value]
            one @ fitted[name][0] + fitted[name][1]
            for one, name in ((seen, "label"), (seen, "trait"), (beside, "held"))
        )

    def _loss(self, fitted: Tree, batch: Tree, key: Tree) -> Tree:
        label, trait, held = self._scores(fitted, batch, key)
        of_label = -(jax.nn.log_softmax(label) * batch["label"]).sum(-1).mean()
        of_traits = ((jnp.logaddexp(0, trait) - trait * batch["traits"]).sum(-1) * batch["known"]).sum() / BATCH
        of_held = -(jax.nn.log_softmax(held) * batch["held"]).sum() / BATCH
        return of_label + of_traits + 2 * of_held

    def _batches(self, told: Sequence[Line], rng: np.random.Generator) -> Iterator[Tree]:
        """Lines of about the same length together, in a random order."""
        tokens = [len(one.ids) for one in self._reader.tokenizer.encode_batch([line.text for line in told])]
        by_length: dict[int, list[Line]] = {length: [] for length in LENGTHS}
        for place in rng.permutation(len(told)):
            by_length[next(length for length in LENGTHS if length >= tokens[place])].append(told[place])
        parts = [
            (length, group[first : first + BATCH])
            for length, group in by_length.items()
            for first in range(0, len(group), BATCH)
        ]
        for place in rng.permutation(len(parts)):
            length, part = parts[place]
            filling = [by_length[length][one] for one in rng.integers(0, len(by_length[length]), BATCH - len(part))]
            yield self._batch([*part, *filling], length)

    def _batch(self, part: Sequence[Line], length: int) -> Tree:
        count = len(part)
        spans = max(8, -(-sum(len(line.named) for line in part) // 32) * 32)
        batch = {
            "ids": np.zeros((count, length), np.int32), "mask": np.zeros((count, length), bool),
            "label": np.full((count, len(self.labels)), SMOOTHING / len(self.labels), np.float32),
            "traits": np.zeros((count, len(TRAITS)), np.float32), "known": np.zeros(count, np.float32),
            "span": np.zeros((spans, length), np.float32), "row": np.zeros(spans, np.int32),
            "held": np.zeros((spans, len(HELD)), np.float32),
        }  # fmt: skip
        place = 0
        for row, (line, read) in enumerate(
            zip(part, self._reader.tokenizer.encode_batch([line.text for line in part]), strict=True)
        ):
            ids = read.ids[:length]
            batch["ids"][row, : len(ids)], batch["mask"][row, : len(ids)] = ids, True
            others = [self._place[one] for one in line.also if one in self._place]
            batch["label"][row, self._place[line.label]] += (1 - SMOOTHING) * (0.75 if others else 1.0)
            for other in others:
                batch["label"][row, other] += (1 - SMOOTHING) * 0.25 / len(others)
            if line.traits is not None:
                batch["traits"][row], batch["known"][row] = line.traits, 1
            for start, end, how in line.named:
                tokens = within(read.offsets[:length], start, end)
                batch["span"][place, tokens], batch["row"][place] = 1 / max(1, len(tokens)), row
                batch["held"][place, HELD.index(how)] = 1 if tokens else 0
                place += 1
        return batch


def main() -> None:
    """Fits the maps and writes them, or tells how well lines kept back are heard."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--validate", action="store_true", help="keep lines back, report on them, write nothing")
    told = lines()
    labels = sorted({line.label for line in told})
    print(f"{len(told)} lines, {sum(line.told for line in told)} of them told by shoppers, {len(labels)} labels")
    fit = Fit(Reader(), labels)
    if not parser.parse_args().validate:
        WORDS_FILE.write_text("\n".join(textwrap.wrap(" ".join(everyday_words()), 118)) + "\n", encoding="utf-8")
        fit.run(told)
        fit.save()
        return
    shoppers = [line for line in told if line.told]
    kept = [
        shoppers[place] for place in np.random.default_rng(2).permutation(len(shoppers))[: len(shoppers) // KEPT_BACK]
    ]
    unseen = {line.text for line in kept}
    fit.run([line for line in told if line.text not in unseen])
    fit.report(kept)


if __name__ == "__main__":
    main()
