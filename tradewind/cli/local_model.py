"""`tradewind model`: a small local model behind the chat API; it needs no desk."""

import signal
from pathlib import Path
from typing import Annotated

import typer

MISSING_EXIT = 1


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command("model")(serve)


def serve(
    *,
    weights: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="A GGUF file; default: the packaged one.")
    ] = None,
    port: Annotated[int, typer.Option(min=0, max=65_535, help="Port; 0 chooses a free one.")] = 0,
) -> None:
    """Serve a small local model until interrupted. It proves the plumbing; its judgement is poor."""
    from tradewind.app.local_model import LocalModelMissing, local_model

    ends = {signal.SIGINT, signal.SIGTERM}
    signal.pthread_sigmask(signal.SIG_BLOCK, ends)  # before there are threads that could take them
    try:
        with local_model(weights, port) as url:
            typer.echo(f"A small local model, of poor judgement, to try the plumbing with, answers at {url}")
            typer.echo(f"For a desk: AUTOTRADE_LLM_API_KEY=local AUTOTRADE_LLM_BASE_URL={url} tradewind up")
            signal.sigwait(ends)
    except LocalModelMissing as e:
        typer.echo(e, err=True)
        raise typer.Exit(MISSING_EXIT) from e
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ends)
