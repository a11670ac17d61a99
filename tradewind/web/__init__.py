"""The desk's face: HTTP routes, live frames over WebSocket, the built dashboard.

Never SQL, never a Redis command, never a call to a venue.
"""
