"""Every metric of the desk by name, on a registry of its own."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Metrics:
    """The counters, gauges and histograms that rooms are handed; one instance per process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._trading()
        self._models()
        self._market()
        self._redis()
        self._web()
        self._process()

    def _trading(self) -> None:
        registry = self.registry
        self.cycles = Counter(
            "tradewind_cycles", "Decision cycles by how they ended.", ["outcome"], registry=registry
        )
        self.cycle_seconds = Histogram(
            "tradewind_cycle_seconds", "How long a cycle took.", buckets=_SECONDS, registry=registry
        )
        self.cycles_skipped = Counter(
            "tradewind_cycles_skipped", "Cycles due while one was running.", registry=registry
        )
        self.model_calls = Counter(
            "tradewind_model_calls", "Calls of the model by result.", ["model", "result"], registry=registry
        )
        self.model_seconds = Histogram(
            "tradewind_model_seconds", "Latency of the model.", ["model"], buckets=_SECONDS, registry=registry
        )
        self.refusals = Counter(
            "tradewind_refusals", "Proposals that risk refused, by gate.", ["gate"], registry=registry
        )
        self.order_states = Counter(
            "tradewind_order_states", "Steps of orders into a state.", ["state"], registry=registry
        )
        self.order_seconds = Histogram(
            "tradewind_order_seconds",
            "From an order's send to its answer, its acknowledgement, its fill.",
            ["stage"],
            buckets=_SECONDS,
            registry=registry,
        )
        self.order_alerts = Counter(
            "tradewind_order_alerts", "Alerts of the order path by kind.", ["kind"], registry=registry
        )
        self.fills = Counter("tradewind_fills", "Fills posted to the ledger.", ["symbol"], registry=registry)
        self.equity = Gauge("tradewind_equity", "Equity in quote currency.", ["portfolio"], registry=registry)

    def _models(self) -> None:
        registry = self.registry
        self.model_tokens = Counter(
            "tradewind_model_tokens",
            "Tokens by kind: prompt, cached (a part of prompt), completion.",
            ["model", "kind"],
            registry=registry,
        )
        self.model_cost_usd = Counter(
            "tradewind_model_cost_usd",
            "Cost of the calls whose price is known.",
            ["model"],
            registry=registry,
        )
        self.model_requests_reduced = Counter(
            "tradewind_model_requests_reduced",
            "Requests put again without what the server refused.",
            ["model"],
            registry=registry,
        )
        self.model_fallbacks = Counter(
            "tradewind_model_fallbacks",
            "Questions passed on to the next model.",
            ["model"],
            registry=registry,
        )
        self.model_circuit_open = Gauge(
            "tradewind_model_circuit_open", "1 while a model is left alone.", ["model"], registry=registry
        )
        self.safe_mode = Gauge(
            "tradewind_safe_mode", "1 while failed decisions keep the desk from opening.", registry=registry
        )
        self.model_spent_usd = Gauge(
            "tradewind_model_spent_usd", "What the models cost today, by UTC.", registry=registry
        )
        self.model_budget_usd = Gauge(
            "tradewind_model_budget_usd", "What they may cost a day; NaN without a limit.", registry=registry
        )
        self.model_budget_used_up = Gauge(
            "tradewind_model_budget_used_up",
            "1 while the day's budget keeps the desk from opening.",
            registry=registry,
        )

    def _market(self) -> None:
        registry = self.registry
        self.collector_errors = Counter(
            "tradewind_collector_errors", "Failed reads of a venue.", ["venue", "feed"], registry=registry
        )
        self.collector_refreshes = Counter(
            "tradewind_collector_refreshes",
            "Refreshes written to the cache.",
            ["venue", "feed"],
            registry=registry,
        )
        self.cache_misses = Counter(
            "tradewind_cache_misses", "Keys that a reader did not find.", ["datum"], registry=registry
        )
        self.datum_age_seconds = Gauge(
            "tradewind_datum_age_seconds", "Age of a cached datum.", ["symbol", "datum"], registry=registry
        )
        self.datum_gap = Gauge(
            "tradewind_datum_gap",
            "1 while candles are missing in a cached datum.",
            ["symbol", "datum"],
            registry=registry,
        )
        self.bus_rebuilds = Counter(
            "tradewind_bus_rebuilds", "Subscriptions rebuilt after a lost heartbeat.", registry=registry
        )

    def _redis(self) -> None:
        registry = self.registry
        self.redis_up = Gauge("tradewind_redis_up", "1 while the server answers.", registry=registry)
        self.redis_ping_seconds = Histogram(
            "tradewind_redis_ping_seconds", "Round trip of a PING.", buckets=_SECONDS, registry=registry
        )
        self.redis_memory_used_bytes = Gauge(
            "tradewind_redis_memory_used_bytes", "Memory of the server.", registry=registry
        )
        self.redis_memory_max_bytes = Gauge(
            "tradewind_redis_memory_max_bytes", "Its maxmemory; 0 means no limit.", registry=registry
        )
        self.redis_evicted_keys = Gauge(
            "tradewind_redis_evicted_keys",
            "Keys dropped for lack of memory since the server's start.",
            registry=registry,
        )
        self.message_log_length = Gauge(
            "tradewind_message_log_length", "Entries in the message log.", registry=registry
        )
        self.stream_events = Counter(
            "tradewind_stream_events",
            "Events of streams by what became of them.",
            ["stream", "outcome"],
            registry=registry,
        )

    def _web(self) -> None:
        registry = self.registry
        self.http_requests = Counter(
            "tradewind_http_requests", "Answers by route and status.", ["route", "status"], registry=registry
        )
        self.http_seconds = Histogram(
            "tradewind_http_seconds", "Time to answer.", ["route"], buckets=_SECONDS, registry=registry
        )
        self.ws_clients = Gauge("tradewind_ws_clients", "Open live sockets.", registry=registry)
        self.ws_frames = Counter(
            "tradewind_ws_frames", "Live frames made, by type.", ["type"], registry=registry
        )
        self.ws_frames_conflated = Counter(
            "tradewind_ws_frames_conflated",
            "Frames merged into a newer one for a lagging client.",
            registry=registry,
        )
        self.ws_frames_dropped = Counter(
            "tradewind_ws_frames_dropped", "Frames a lagging client never gets.", registry=registry
        )
        self.ws_clients_closed = Counter(
            "tradewind_ws_clients_closed", "Clients closed by the server.", ["reason"], registry=registry
        )

    def _process(self) -> None:
        registry = self.registry
        self.loop_lag_seconds = Gauge(
            "tradewind_event_loop_lag_seconds",
            "How late the event loop woke, last sample.",
            registry=registry,
        )
        self.loop_stands = Counter(
            "tradewind_event_loop_stands", "Times that the event loop stood for a second.", registry=registry
        )
        self.loop_stood_seconds = Counter(
            "tradewind_event_loop_stood_seconds", "How long it stood, all times together.", registry=registry
        )
        self.role_restarts = Counter(
            "tradewind_role_restarts", "Roles started again after an error.", ["role"], registry=registry
        )

    def exposition(self) -> bytes:
        """Return everything in Prometheus' text format 0.0.4."""
        return generate_latest(self.registry)
