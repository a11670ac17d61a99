"""The JSON shapes of the HTTP and WebSocket contract; strict, nothing undeclared passes.

Never a decision: values come in, shapes go out.
"""
