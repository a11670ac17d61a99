"""An OpenAI-compatible chat API whose only model is a published set of trading rules.

Never here: prices or accounts; the policy knows only what the prompt says.
"""
