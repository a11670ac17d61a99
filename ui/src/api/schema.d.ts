// Generated from openapi.json by npm run api; never edited.

export interface paths {
    "/api/autotrade/v1/evaluate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Trigger
         * @description Ask for a cycle; one waits at most.
         */
        post: operations["trigger_api_autotrade_v1_evaluate_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/autotrade/v1/manual-eval": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Trigger
         * @description Ask for a cycle; one waits at most.
         */
        post: operations["trigger_api_autotrade_v1_manual_eval_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/autotrade/v1/portfolio": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Portfolio
         * @description Return the account with its newest trades, fills, decisions and events.
         */
        get: operations["portfolio_api_autotrade_v1_portfolio_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/candidates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Candidates
         * @description Return the coins on which a signal was found, best first.
         */
        get: operations["candidates_api_candidates_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/config/app": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * App
         * @description Return how the desk runs: each key in force, in the files, as shipped, and who decided it.
         */
        get: operations["app_api_config_app_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/config/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * History
         * @description Return every change that was made over HTTP, newest first.
         */
        get: operations["history_api_config_history_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/config/logging": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Logging
         * @description Return what is logged, in the same form.
         */
        get: operations["logging_api_config_logging_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/config/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Preview
         * @description Return what a change would do: tighter or looser, at once or after a start; nothing is written.
         */
        post: operations["preview_api_config_preview_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/config/symbols": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Symbols
         * @description Return what is collected, and what of it the model may trade.
         */
        get: operations["symbols_api_config_symbols_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/config/trading": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Trading
         * @description Return what is traded and the limits, in the same form.
         */
        get: operations["trading_api_config_trading_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/config/update": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Update
         * @description Write a change into its file and take it over; what loosens a limit needs digest and word of its preview.
         */
        post: operations["update_api_config_update_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/config/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Usage
         * @description Return how much of each limit is used now, for those that can be measured.
         */
        get: operations["usage_api_config_usage_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/context": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Context
         * @description Return regime, breadth and sectors of the market.
         */
        get: operations["context_api_context_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/fills": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Fills
         * @description Return fills by the time of their execution, newest posting first, each with the decision behind it.
         */
        get: operations["fills_api_fills_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/fills.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Fills Csv
         * @description Return executions as CSV, newest first; X-Next-Cursor names the next page, where there is one.
         */
        get: operations["fills_csv_api_fills_csv_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Health
         * @description Say that the process answers.
         */
        get: operations["health_api_health_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/market-data/{symbol}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Market Data
         * @description Return the newest confirmed candles of a symbol, from the cache and the history behind it.
         *
         *     Without a timeframe: 15m of a swap, 5m of a coin or stock. `indicators` are those that the analyst last published of a
         *     swap; `lines` are those asked for, a value for each candle.
         */
        get: operations["market_data_api_market_data__symbol__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/market-data/{symbol}/book": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Book
         * @description Return the order book of a swap with its age; nobody is asked for one that is missing.
         */
        get: operations["book_api_market_data__symbol__book_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/market-data/{symbol}/standing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Standing
         * @description Return price, funding, open interest and technical picture of a symbol, each with its age.
         */
        get: operations["standing_api_market_data__symbol__standing_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/market-data/all/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Overview
         * @description Return prices, indicators, funding and open interest of all symbols, at most 30 s old.
         */
        get: operations["overview_api_market_data_all_overview_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/market-data/all/symbols": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Symbols
         * @description Return every symbol that the desk follows, with the candles that there are of it.
         */
        get: operations["symbols_api_market_data_all_symbols_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/market/v1/prices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Prices
         * @description Return current prices from the cache, each with its age.
         */
        get: operations["prices_api_market_v1_prices_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Orders
         * @description Return orders, newest first; of the open ones always all, whatever else is asked.
         */
        get: operations["orders_api_orders_get"];
        put?: never;
        /**
         * Place Order
         * @description Place an order by hand, through the same gates as a decision's; 202 while its outcome is unknown.
         */
        post: operations["place_order_api_orders_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orders.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Orders Csv
         * @description Return orders as CSV, newest first; X-Next-Cursor names the next page, where there is one.
         */
        get: operations["orders_csv_api_orders_csv_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orders/{order_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Order
         * @description Return one order.
         */
        get: operations["order_api_orders__order_id__get"];
        put?: never;
        post?: never;
        /**
         * Cancel
         * @description Take out what rests of an order; 202 while the venue has not confirmed it.
         */
        delete: operations["cancel_api_orders__order_id__delete"];
        options?: never;
        head?: never;
        /**
         * Amend
         * @description Change a resting limit order; more risk meets the gates again. 202: the venue has not confirmed it.
         */
        patch: operations["amend_api_orders__order_id__patch"];
        trace?: never;
    };
    "/api/orders/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Preview
         * @description Say what every gate would say to an order now; nothing is recorded or sent.
         */
        post: operations["preview_api_orders_preview_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/positions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Positions
         * @description Return every open position at the mark price, and the closed ones by page, newest first.
         */
        get: operations["positions_api_positions_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/positions.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Positions Csv
         * @description Return closed positions as CSV, newest first; X-Next-Cursor names the next page, where there is one.
         */
        get: operations["positions_csv_api_positions_csv_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/positions/{position_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Position
         * @description Return one position: the open one of an instrument, or a closed one by its id.
         */
        get: operations["position_api_positions__position_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/positions/{symbol}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Close
         * @description Close a position at the market, whatever the kill switch says; 202 while the outcome is unknown.
         */
        post: operations["close_api_positions__symbol__close_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/positions/performance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Closed Performance
         * @description Return how the closed positions add up.
         */
        get: operations["closed_performance_api_positions_performance_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/redis/log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Log
         * @description Return entries of the message log, newest first.
         */
        get: operations["log_api_redis_log_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/redis/metrics/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Series
         * @description Return one figure over the last half hour: hits, misses, memory, latency or keys.
         */
        get: operations["series_api_redis_metrics__name__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/redis/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Status
         * @description Return version, memory, hits, latency, durability, keys per row of the key table, and what is wrong.
         */
        get: operations["status_api_redis_status_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/scanner": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Scanner
         * @description Return every symbol with its price, its readings by timeframe, its score and its stance.
         */
        get: operations["scanner_api_scanner_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/scanner.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Scanner Csv
         * @description Return the scanner as CSV: the symbols and columns that are asked for, in their order.
         */
        get: operations["scanner_csv_api_scanner_csv_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/scanner/sparklines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Sparklines
         * @description Return the last day of closes of every symbol, at most 48 each; up to 30 s old.
         */
        get: operations["sparklines_api_scanner_sparklines_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/signals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Signals
         * @description Return the last entry and exit of every symbol, newest first.
         */
        get: operations["signals_api_signals_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/signals/monitor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Monitor
         * @description Return the stance of every monitored symbol with its score and what it is made of.
         */
        get: operations["monitor_api_signals_monitor_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/signals/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Stats
         * @description Return how many signals and stances of each kind there are.
         */
        get: operations["stats_api_signals_stats_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Status
         * @description Return what runs, on which market, with which model, and the age of every cached datum.
         */
        get: operations["status_api_status_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/watchlist": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Watchlist
         * @description Return what is watched, in the order in which it was chosen.
         */
        get: operations["watchlist_api_watchlist_get"];
        /**
         * Replace Watchlist
         * @description Watch these symbols instead; kept over restarts, and told on the bus at once.
         */
        put: operations["replace_watchlist_api_watchlist_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Health
         * @description Say that the process answers.
         */
        get: operations["health_health_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Health
         * @description Say that the process answers.
         */
        get: operations["health_healthz_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/internal/autotrade/v1/arena": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Arena
         * @description Return the leaderboards of the last arenas, the last one first.
         */
        get: operations["arena_internal_autotrade_v1_arena_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/internal/autotrade/v1/arena/{run}/curves": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Arena Curves
         * @description Return the equity of every contender of one of the last 50 arenas, at 500 moments or fewer.
         */
        get: operations["arena_curves_internal_autotrade_v1_arena__run__curves_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/internal/autotrade/v1/arena/{run}/leaderboard.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Arena Csv
         * @description Return the leaderboard of one of the last 50 arenas as CSV.
         */
        get: operations["arena_csv_internal_autotrade_v1_arena__run__leaderboard_csv_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/internal/autotrade/v1/calibration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Confidence Calibration
         * @description Return how stated confidence agrees with what was won, over the last 2,000 closed positions.
         */
        get: operations["confidence_calibration_internal_autotrade_v1_calibration_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/internal/autotrade/v1/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Decisions
         * @description Return decisions, newest first; symbol, action and verdict are asked of one proposal.
         */
        get: operations["decisions_internal_autotrade_v1_decisions_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/internal/autotrade/v1/decisions/{decision_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Decision
         * @description Return one decision whole: inputs, prompt and how it differs from the last, answer, verdicts, orders, outcome.
         */
        get: operations["decision_internal_autotrade_v1_decisions__decision_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/internal/autotrade/v1/decisions/{decision_id}/bundle": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Bundle
         * @description Return the exact inputs of one decision.
         */
        get: operations["bundle_internal_autotrade_v1_decisions__decision_id__bundle_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/internal/autotrade/v1/decisions/{decision_id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replay
         * @description Decide again from stored inputs alone, with another model or prompt if asked; nothing is sent or recorded.
         */
        post: operations["replay_internal_autotrade_v1_decisions__decision_id__replay_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/internal/autotrade/v1/kill-switch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Kill Switch
         * @description Return what is in force and what the venue showed since.
         */
        get: operations["kill_switch_internal_autotrade_v1_kill_switch_get"];
        put?: never;
        /**
         * Turn
         * @description Turn the switch; a stop is in force before this answers, even without Redis and database.
         */
        post: operations["turn_internal_autotrade_v1_kill_switch_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/internal/autotrade/v1/lessons": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lessons
         * @description Return what results have taught, newest first.
         */
        get: operations["lessons_internal_autotrade_v1_lessons_get"];
        put?: never;
        /**
         * Add Lesson
         * @description Add a lesson in one's own words; the next decision sees it as a quotation.
         */
        post: operations["add_lesson_internal_autotrade_v1_lessons_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/internal/autotrade/v1/lessons/{lesson_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Retire Lesson
         * @description Retire a lesson: no later decision sees it; it stays on record, and its rule is counted no more.
         */
        delete: operations["retire_lesson_internal_autotrade_v1_lessons__lesson_id__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/internal/autotrade/v1/metrics/latency/okx-order": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Order Latency
         * @description Return how long orders took, at the venue that is traded.
         */
        get: operations["order_latency_internal_autotrade_v1_metrics_latency_okx_order_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/internal/autotrade/v1/model-usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Model Usage
         * @description Return calls, tokens, cost and budget of today, and whether each model is asked.
         */
        get: operations["model_usage_internal_autotrade_v1_model_usage_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/internal/autotrade/v1/model-usage/safe-mode-release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Release Safe Mode
         * @description End safe mode: the desk opens again until as many decisions in a row have failed once more.
         */
        post: operations["release_safe_mode_internal_autotrade_v1_model_usage_safe_mode_release_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/internal/autotrade/v1/portfolio": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Portfolio
         * @description Return the account with its newest trades, fills, decisions and events.
         */
        get: operations["portfolio_internal_autotrade_v1_portfolio_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/internal/autotrade/v1/portfolio/curves": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Curves
         * @description Return every account's equity and what buying and holding would have come to, at most 10 s old.
         */
        get: operations["curves_internal_autotrade_v1_portfolio_curves_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/internal/autotrade/v1/portfolio/equity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Equity
         * @description Return the equity curve, thinned to `points`.
         */
        get: operations["equity_internal_autotrade_v1_portfolio_equity_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/internal/autotrade/v1/prompts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Prompts
         * @description Return every version with what it changes, and which one is in force.
         */
        get: operations["prompts_internal_autotrade_v1_prompts_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/internal/autotrade/v1/prompts/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Preview
         * @description Return a draft as a model would read it now; nothing is asked or kept.
         */
        post: operations["preview_internal_autotrade_v1_prompts_preview_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/internal/autotrade/v1/risk-journal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Risk Journal
         * @description Return what openings promised of their risk and what became of it, newest first.
         */
        get: operations["risk_journal_internal_autotrade_v1_risk_journal_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/internal/autotrade/v1/runtime-mode": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Runtime Mode
         * @description Return the mode that the desk trades in and what waits for approval.
         */
        get: operations["runtime_mode_internal_autotrade_v1_runtime_mode_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Switch
         * @description Switch to another mode; the desk is built anew in it within seconds of the last approval that is needed.
         */
        patch: operations["switch_internal_autotrade_v1_runtime_mode_patch"];
        trace?: never;
    };
    "/internal/autotrade/v1/runtime-mode/approvals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve
         * @description Approve a switch that somebody else asked for.
         */
        post: operations["approve_internal_autotrade_v1_runtime_mode_approvals_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/internal/autotrade/v1/runtime-mode/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * History
         * @description Return every switch that was asked for, newest first.
         */
        get: operations["history_internal_autotrade_v1_runtime_mode_history_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/internal/autotrade/v1/runtime-mode/steps/{mode}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Steps
         * @description Return what switching to a mode asks for; its venue is asked now.
         */
        get: operations["steps_internal_autotrade_v1_runtime_mode_steps__mode__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/internal/autotrade/v1/scheduler": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Scheduler
         * @description Return how the schedule stands.
         */
        get: operations["scheduler_internal_autotrade_v1_scheduler_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/internal/autotrade/v1/scheduler/trigger": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Trigger
         * @description Ask for a cycle; one waits at most.
         */
        post: operations["trigger_internal_autotrade_v1_scheduler_trigger_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Metrics
         * @description Return every metric in Prometheus' text format, with the age of every datum at this moment.
         */
        get: operations["metrics_metrics_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ready
         * @description Say that the desk can trade, or 503 with the reasons why not.
         */
        get: operations["ready_readyz_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * AccountCurve
         * @description One account, as it was recorded.
         */
        AccountCurve: {
            figures: components["schemas"]["CurveFiguresView"] | null;
            /** Flows */
            flows: components["schemas"]["FlowView"][];
            /** Is Current */
            is_current: boolean;
            /** Last At */
            last_at: string | null;
            /** Points */
            points: components["schemas"]["CurvePointView"][];
            portfolio: components["schemas"]["PortfolioView"];
        };
        /**
         * AccountView
         * @description What the account is worth; null where a needed price is unknown.
         */
        AccountView: {
            /** Available */
            available: string | null;
            /**
             * Cash
             * Format: decimal
             */
            cash: string;
            /** Daily Pnl */
            daily_pnl: string | null;
            /** Drawdown Share */
            drawdown_share: string | null;
            /** Equity */
            equity: string | null;
            /**
             * Fees Paid
             * Format: decimal
             */
            fees_paid: string;
            /**
             * Funding Paid
             * Format: decimal
             */
            funding_paid: string;
            /**
             * Margin Used
             * Format: decimal
             */
            margin_used: string;
            /**
             * Opening Cash
             * Format: decimal
             */
            opening_cash: string;
            /**
             * Realized Pnl
             * Format: decimal
             */
            realized_pnl: string;
            /** Return Share */
            return_share: string | null;
            /** Unrealized Pnl */
            unrealized_pnl: string | null;
        };
        /**
         * Action
         * @description What a model may ask for.
         * @enum {string}
         */
        Action: "buy" | "sell" | "hold" | "close" | "reduce" | "move_stop" | "no_entry";
        /**
         * AgainView
         * @description What was decided this time.
         */
        AgainView: {
            /** Items */
            items: components["schemas"]["ItemView"][];
            /** Model */
            model: string;
            outcome: components["schemas"]["Outcome"];
            /** Prompt Version */
            prompt_version: string | null;
            /** Raw Answer */
            raw_answer: string | null;
            /** Reasoning */
            reasoning: string | null;
            /** Unreadable */
            unreadable: components["schemas"]["UnreadableView"][];
            /** User Prompt */
            user_prompt: string | null;
            /** Why */
            why: string | null;
        };
        /**
         * Alive
         * @description The process answers.
         */
        Alive: {
            /**
             * Status
             * @constant
             */
            status: "ok";
        };
        /**
         * AllowedView
         * @description What a key takes; bounds are null where there are none.
         */
        AllowedView: {
            /** Choices */
            choices: string[];
            /** Is Above Minimum */
            is_above_minimum: boolean;
            kind: components["schemas"]["ValueKind"];
            /** Maximum */
            maximum: number | null;
            /** May Be Null */
            may_be_null: boolean;
            /** Minimum */
            minimum: number | null;
        };
        /**
         * AmendBody
         * @description What becomes of a resting order; what is absent stays.
         */
        AmendBody: {
            /**
             * By
             * @default the operator
             */
            by?: string;
            /** Limit Price */
            limit_price?: string | null;
            /** Quantity */
            quantity?: string | null;
            /** Reason */
            reason?: string | null;
        };
        /**
         * AppendOnlyFileView
         * @description What survives a crash of the server.
         */
        AppendOnlyFileView: {
            /** Is On */
            is_on: boolean;
            /** Is Rewriting */
            is_rewriting: boolean;
            /** Last Rewrite Ok */
            last_rewrite_ok: boolean;
            /** Last Write Ok */
            last_write_ok: boolean;
        };
        /**
         * ApprovalBody
         * @description Another person's word for a change that waits.
         */
        ApprovalBody: {
            /** By */
            by: string;
            /** Change Id */
            change_id: number;
        };
        /**
         * ArenaCurvesView
         * @description Every contender of one arena at the same moments, oldest first; both are empty where no curves were kept.
         */
        ArenaCurvesView: {
            /** Lines */
            lines: components["schemas"]["EquityLineView"][];
            /** Moments */
            moments: string[];
            /** Run */
            run: string;
        };
        /**
         * ArenaList
         * @description The arenas that were run on this desk's home, the last one first.
         */
        ArenaList: {
            /** Items */
            items: components["schemas"]["ArenaView"][];
        };
        /**
         * ArenaRow
         * @description One contender; shares are of 1, annual figures of 365 days, what is unknown is null.
         */
        ArenaRow: {
            /** Abstained */
            abstained: number;
            /** Alpha */
            alpha: number | null;
            /** Annual Growth */
            annual_growth: number | null;
            /** Beta */
            beta: number | null;
            /** Calmar */
            calmar: number | null;
            /** Contender */
            contender: string;
            /** Decisions */
            decisions: number;
            /** Differs From Held */
            differs_from_held: boolean | null;
            /**
             * Fees
             * Format: decimal
             */
            fees: string;
            /** Final Equity */
            final_equity: string | null;
            /**
             * Funding
             * Format: decimal
             */
            funding: string;
            /** Is Baseline */
            is_baseline: boolean;
            /** Label */
            label: string | null;
            /** Liquidations */
            liquidations: number;
            /** Max Drawdown */
            max_drawdown: number | null;
            /** Mean Return */
            mean_return: number | null;
            mean_return_interval: components["schemas"]["IntervalView"] | null;
            /**
             * Model Cost Usd
             * Format: decimal
             */
            model_cost_usd: string;
            /** Omega */
            omega: number | null;
            /** Orders Rejected */
            orders_rejected: number;
            /** Profit Factor */
            profit_factor: number | null;
            /** Sharpe */
            sharpe: number | null;
            sharpe_interval: components["schemas"]["IntervalView"] | null;
            /** Sortino */
            sortino: number | null;
            /** Tail Ratio */
            tail_ratio: number | null;
            /** Total Return */
            total_return: number | null;
            /** Trades */
            trades: number;
            /** Volatility */
            volatility: number | null;
            /** Win Rate */
            win_rate: number | null;
        };
        /**
         * ArenaView
         * @description One arena; the best final equity comes first.
         */
        ArenaView: {
            /** Days */
            days: number;
            /**
             * Finished At
             * Format: date-time
             */
            finished_at: string;
            /**
             * First Decision
             * Format: date-time
             */
            first_decision: string;
            /** Has Curves */
            has_curves: boolean;
            /**
             * Last Candle
             * Format: date-time
             */
            last_candle: string;
            /**
             * Opening Cash
             * Format: decimal
             */
            opening_cash: string;
            /** Returns Every Hours */
            returns_every_hours: number;
            /** Rows */
            rows: components["schemas"]["ArenaRow"][];
            /** Run */
            run: string;
            /** Symbols */
            symbols: string[];
            /** Tape */
            tape: string;
        };
        /**
         * BinView
         * @description Trades whose confidence lay in [low, high), the last bin with 1; `wilson_*` bound the share won at 95 %.
         */
        BinView: {
            /** Count */
            count: number;
            /** High */
            high: number;
            /** Low */
            low: number;
            /** Mean Confidence */
            mean_confidence: number;
            /**
             * Mean Net Pnl
             * Format: decimal
             */
            mean_net_pnl: string;
            /**
             * Net Pnl
             * Format: decimal
             */
            net_pnl: string;
            /** Share Won */
            share_won: number;
            /** Wilson High */
            wilson_high: number;
            /** Wilson Low */
            wilson_low: number;
            /** Won */
            won: number;
        };
        /**
         * BlockCause
         * @description Who blocks.
         * @enum {string}
         */
        BlockCause: "start" | "venue" | "key" | "reconciliation" | "protection" | "ledger" | "mode" | "books" | "budget" | "safe_mode";
        /**
         * BookView
         * @description Resting orders, best first: [price, size in base units].
         */
        BookView: {
            /** Age Ms */
            age_ms: number | null;
            /** Asks */
            asks: [
                number,
                number
            ][];
            /** Bids */
            bids: [
                number,
                number
            ][];
            /** Exchange Time */
            exchange_time: string | null;
            freshness: components["schemas"]["Freshness"];
            /** Imbalance */
            imbalance: number | null;
            /**
             * Received At
             * Format: date-time
             */
            received_at: string;
            /** Spread */
            spread: number | null;
            /** Spread Share */
            spread_share: number | null;
        };
        /**
         * BreadthView
         * @description How many symbols rose, fell and stood; `scope` says which were counted.
         */
        BreadthView: {
            /** Advancing */
            advancing: number;
            /** Declining */
            declining: number;
            /** Scope */
            scope: string;
            /** Unchanged */
            unchanged: number;
        };
        /**
         * BundleInputView
         * @description One input with its value; null: it was missing.
         */
        BundleInputView: {
            /** Age Ms */
            age_ms: number | null;
            freshness: components["schemas"]["Freshness"];
            /** Key */
            key: string;
            /** Sha256 */
            sha256: string | null;
            /** Stamped */
            stamped: string | null;
            value: components["schemas"]["JsonValue"];
        };
        /**
         * BundleView
         * @description Everything the decision saw, byte for byte by `sha256`.
         */
        BundleView: {
            /** Inputs */
            inputs: components["schemas"]["BundleInputView"][];
            /** Sha256 */
            sha256: string;
        };
        /**
         * CalibrationView
         * @description How stated confidence agrees with what was won after fees; null: nothing was judged.
         */
        CalibrationView: {
            /** Bins */
            bins: components["schemas"]["BinView"][];
            /** Brier Score */
            brier_score: number | null;
            /** Calibration Error */
            calibration_error: number | null;
            /** Count */
            count: number;
            /** Model */
            model: string | null;
            /** Trades */
            trades: components["schemas"]["EarnedView"][];
            /** Won */
            won: number;
        };
        /**
         * CallView
         * @description One exchange with the model.
         */
        CallView: {
            /** Completion Tokens */
            completion_tokens: number | null;
            /** Cost Usd */
            cost_usd: string | null;
            /** Error */
            error: string | null;
            /** Latency Ms */
            latency_ms: number;
            /** Model */
            model: string;
            /** Prompt Tokens */
            prompt_tokens: number | null;
            /** Raw Answer */
            raw_answer: string | null;
            /** Reasoning Content */
            reasoning_content: string | null;
            /** System Prompt */
            system_prompt: string;
            /** User Prompt */
            user_prompt: string;
        };
        /**
         * CandidateList
         * @description Best first; `items` is null while the scanner does not run.
         */
        CandidateList: {
            /** Items */
            items: components["schemas"]["CandidateView"][] | null;
            /**
             * Timestamp
             * Format: date-time
             */
            timestamp: string;
        };
        /**
         * CandidateView
         * @description A coin on which at least one signal was found.
         */
        CandidateView: {
            /** Age Ms */
            age_ms: number;
            /** Price */
            price: number;
            /** Score */
            score: number;
            /** Signals */
            signals: components["schemas"]["SignalName"][];
            /** Symbol */
            symbol: string;
            /**
             * Timestamp
             * Format: date-time
             */
            timestamp: string;
        };
        /**
         * ChangeSince
         * @description What a change is counted from.
         * @enum {string}
         */
        ChangeSince: "24h" | "open";
        /**
         * ChartedSymbol
         * @description A symbol and the candles that there are of it, shortest first.
         */
        ChartedSymbol: {
            kind: components["schemas"]["InstrumentKind"];
            /** Symbol */
            symbol: string;
            /** Timeframes */
            timeframes: components["schemas"]["ChartFrame"][];
        };
        /**
         * ChartedSymbols
         * @description Every symbol that the desk follows: swaps, coins, stocks.
         */
        ChartedSymbols: {
            /** Items */
            items: components["schemas"]["ChartedSymbol"][];
        };
        /**
         * ChartFrame
         * @description The length of a candle on a chart.
         * @enum {string}
         */
        ChartFrame: "1m" | "5m" | "15m" | "1h" | "4h" | "1d";
        /**
         * Circuit
         * @description Whether a model is asked.
         * @enum {string}
         */
        Circuit: "closed" | "open" | "half_open";
        /**
         * CloseBody
         * @description A close at the market.
         */
        CloseBody: {
            /**
             * By
             * @default the operator
             */
            by?: string;
            /** Quantity */
            quantity?: string | null;
            /** Reason */
            reason?: string | null;
        };
        /**
         * ClosedPositionView
         * @description A round trip with its id.
         */
        ClosedPositionView: {
            close_purpose: components["schemas"]["OrderPurpose"] | null;
            /**
             * Closed At
             * Format: date-time
             */
            closed_at: string;
            /** Decision Id */
            decision_id: string | null;
            /**
             * Entry Price
             * Format: decimal
             */
            entry_price: string;
            /**
             * Exit Price
             * Format: decimal
             */
            exit_price: string;
            /**
             * Fees
             * Format: decimal
             */
            fees: string;
            /** Id */
            id: string;
            /**
             * Net Pnl
             * Format: decimal
             */
            net_pnl: string;
            /**
             * Opened At
             * Format: date-time
             */
            opened_at: string;
            /**
             * Quantity
             * Format: decimal
             */
            quantity: string;
            /**
             * Realized Pnl
             * Format: decimal
             */
            realized_pnl: string;
            side: components["schemas"]["PositionSide"];
            /** Symbol */
            symbol: string;
        };
        /**
         * ClosedTrade
         * @description A round trip, from flat to flat.
         */
        ClosedTrade: {
            close_purpose: components["schemas"]["OrderPurpose"] | null;
            /**
             * Closed At
             * Format: date-time
             */
            closed_at: string;
            /** Decision Id */
            decision_id: string | null;
            /**
             * Entry Price
             * Format: decimal
             */
            entry_price: string;
            /**
             * Exit Price
             * Format: decimal
             */
            exit_price: string;
            /**
             * Fees
             * Format: decimal
             */
            fees: string;
            /**
             * Opened At
             * Format: date-time
             */
            opened_at: string;
            /**
             * Quantity
             * Format: decimal
             */
            quantity: string;
            /**
             * Realized Pnl
             * Format: decimal
             */
            realized_pnl: string;
            side: components["schemas"]["PositionSide"];
            /** Symbol */
            symbol: string;
        };
        /**
         * ConfigChangeView
         * @description A change on record.
         */
        ConfigChangeView: {
            /**
             * Asked At
             * Format: date-time
             */
            asked_at: string;
            /** By */
            by: string;
            /** Change Id */
            change_id: number;
            /** Changes */
            changes: components["schemas"]["SettingChangeView"][];
            file: components["schemas"]["ConfigFile"];
            mode: components["schemas"]["RuntimeMode"];
            /** Reason */
            reason: string;
            /** Sha256 After */
            sha256_after: string;
            /** Sha256 Before */
            sha256_before: string | null;
            /** Version Before */
            version_before: string;
            /** Written At */
            written_at: string | null;
        };
        /**
         * ConfigFile
         * @description The files of settings.
         * @enum {string}
         */
        ConfigFile: "app" | "trading" | "logging";
        /**
         * ConfigHistoryPage
         * @description Changes, newest first.
         */
        ConfigHistoryPage: {
            /** Items */
            items: components["schemas"]["ConfigChangeView"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * ConfigPreviewBody
         * @description What is to be written into one file, by the path of each key.
         */
        ConfigPreviewBody: {
            file: components["schemas"]["ConfigFile"];
            /** Values */
            values: {
                [key: string]: string | number | boolean | string[] | null;
            };
        };
        /**
         * ConfigPreviewView
         * @description What a change would do.
         */
        ConfigPreviewView: {
            /** Changes */
            changes: components["schemas"]["SettingChangeView"][];
            /** Consequences */
            consequences: string[];
            /** Digest */
            digest: string;
            file: components["schemas"]["ConfigFile"];
            /** Word */
            word: string | null;
        };
        /**
         * ConfigUpdateBody
         * @description The same, meant.
         */
        ConfigUpdateBody: {
            /** By */
            by: string;
            /** Confirm */
            confirm?: string | null;
            /** Digest */
            digest?: string | null;
            file: components["schemas"]["ConfigFile"];
            /** Reason */
            reason: string;
            /** Values */
            values: {
                [key: string]: string | number | boolean | string[] | null;
            };
        };
        /**
         * ConfigUpdateView
         * @description A change that was made, and how the settings stand after it.
         */
        ConfigUpdateView: {
            change: components["schemas"]["ConfigChangeView"];
            state: components["schemas"]["SettingsView"];
        };
        /**
         * ConfigView
         * @description One file of settings beside what is in force; nothing secret is in it.
         */
        ConfigView: {
            file: components["schemas"]["ConfigFile"];
            /** Path */
            path: string;
            /** Settings */
            settings: components["schemas"]["SettingView"][];
            /** Sha256 */
            sha256: string | null;
            state: components["schemas"]["SettingsView"];
            /** Unwritable */
            unwritable: string | null;
        };
        /**
         * Consequences
         * @description Everything that followed from a decision.
         */
        Consequences: {
            /** Fills */
            fills: components["schemas"]["FillView"][];
            /** Orders */
            orders: components["schemas"]["OrderView"][];
            result: components["schemas"]["OutcomeView"];
        };
        /**
         * ContextView
         * @description The market as a whole; everything is null while the scanner does not run.
         */
        ContextView: {
            /** Age Ms */
            age_ms: number | null;
            market_breadth: components["schemas"]["BreadthView"] | null;
            market_regime: components["schemas"]["MarketRegime"] | null;
            /** Reference */
            reference: string | null;
            sector_performance: components["schemas"]["SectorsView"] | null;
            /**
             * Timestamp
             * Format: date-time
             */
            timestamp: string;
            /** Updated At */
            updated_at: string | null;
            /** Vix */
            vix: number | null;
        };
        /**
         * CurveFiguresView
         * @description What a curve amounts to over the period.
         */
        CurveFiguresView: {
            /**
             * Max Drawdown Share
             * Format: decimal
             */
            max_drawdown_share: string;
            /**
             * Pnl
             * Format: decimal
             */
            pnl: string;
            /** Return Share */
            return_share: string | null;
        };
        /**
         * CurvePointView
         * @description One point; null where a price was unknown.
         */
        CurvePointView: {
            /**
             * Capital
             * Format: decimal
             */
            capital: string;
            /** Drawdown Share */
            drawdown_share: string | null;
            /** Return Share */
            return_share: string | null;
            /**
             * Time
             * Format: date-time
             */
            time: string;
            /** Value */
            value: string | null;
        };
        /**
         * Curves
         * @description Every account, and what the current one would be worth had it bought and held.
         */
        Curves: {
            /** Accounts */
            accounts: components["schemas"]["AccountCurve"][];
            /**
             * As Of
             * Format: date-time
             */
            as_of: string;
            held: components["schemas"]["HeldCurve"];
            period: components["schemas"]["Period"];
        };
        /**
         * DamageView
         * @description A row that is not what was written.
         */
        DamageView: {
            /** Field */
            field: string | null;
            /** Row */
            row: string;
            /** Table */
            table: string;
            /** What */
            what: string;
        };
        /**
         * Decision
         * @description A cycle in full; prompts and answer are those of the last call.
         */
        Decision: {
            /** Bundle Sha256 */
            bundle_sha256: string;
            /** Calls */
            calls: components["schemas"]["CallView"][];
            /** Completion Tokens */
            completion_tokens: number | null;
            /** Cost Usd */
            cost_usd: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Id */
            id: string;
            /** Inputs */
            inputs: components["schemas"]["InputView"][];
            /** Items */
            items: components["schemas"]["ItemView"][];
            /** Latency Ms */
            latency_ms: number | null;
            /** Model */
            model: string;
            outcome: components["schemas"]["Outcome"];
            /** Prompt Tokens */
            prompt_tokens: number | null;
            /** Raw Answer */
            raw_answer: string | null;
            /** Reasoning */
            reasoning: string | null;
            /** Reasoning Content */
            reasoning_content: string | null;
            /** System Prompt */
            system_prompt: string | null;
            trigger: components["schemas"]["Trigger"];
            /** Unreadable */
            unreadable: components["schemas"]["UnreadableView"][];
            /** User Prompt */
            user_prompt: string | null;
            /** Why */
            why: string | null;
        };
        /**
         * DecisionChain
         * @description A cycle in full, with what led to it and what followed.
         */
        DecisionChain: {
            /** As Of */
            as_of: string | null;
            /** Bundle Sha256 */
            bundle_sha256: string;
            /** Calls */
            calls: components["schemas"]["CallView"][];
            /** Completion Tokens */
            completion_tokens: number | null;
            consequences: components["schemas"]["Consequences"];
            /** Cost Usd */
            cost_usd: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Earlier Id */
            earlier_id: string | null;
            /** Id */
            id: string;
            /** Inputs */
            inputs: components["schemas"]["InputView"][];
            /** Items */
            items: components["schemas"]["ItemView"][];
            /** Latency Ms */
            latency_ms: number | null;
            /** Later Id */
            later_id: string | null;
            link: components["schemas"]["LinkView"];
            mode: components["schemas"]["RuntimeMode"];
            /** Model */
            model: string;
            outcome: components["schemas"]["Outcome"];
            /** Pause Cycles */
            pause_cycles: number | null;
            prompt_diff: components["schemas"]["PromptDiff"] | null;
            /** Prompt Tokens */
            prompt_tokens: number | null;
            /** Prompt Version */
            prompt_version: string | null;
            /** Raw Answer */
            raw_answer: string | null;
            /** Reasoning */
            reasoning: string | null;
            /** Reasoning Content */
            reasoning_content: string | null;
            /** System Prompt */
            system_prompt: string | null;
            trigger: components["schemas"]["Trigger"];
            /** Unreadable */
            unreadable: components["schemas"]["UnreadableView"][];
            /** User Prompt */
            user_prompt: string | null;
            /** Why */
            why: string | null;
        };
        /**
         * DecisionPage
         * @description Decisions, newest first.
         */
        DecisionPage: {
            /** Items */
            items: components["schemas"]["Decision"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * DecisionStream
         * @description The model is answering; outside of the sequence, and never sent again.
         */
        DecisionStream: {
            data: components["schemas"]["Thinking"];
            /**
             * Timestamp
             * Format: date-time
             */
            timestamp: string;
            /**
             * Type
             * @constant
             */
            type: "decision_stream";
        };
        /**
         * DecisionSummary
         * @description A cycle in short.
         */
        DecisionSummary: {
            /** Completion Tokens */
            completion_tokens: number | null;
            /** Cost Usd */
            cost_usd: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Id */
            id: string;
            /** Items */
            items: components["schemas"]["ItemView"][];
            /** Latency Ms */
            latency_ms: number | null;
            /** Model */
            model: string;
            outcome: components["schemas"]["Outcome"];
            /** Prompt Tokens */
            prompt_tokens: number | null;
            /** Reasoning */
            reasoning: string | null;
            trigger: components["schemas"]["Trigger"];
            /** Unreadable */
            unreadable: components["schemas"]["UnreadableView"][];
            /** Why */
            why: string | null;
        };
        /**
         * DecisionUpdate
         * @description A decision was recorded.
         */
        DecisionUpdate: {
            data: components["schemas"]["DecisionSummary"];
            /** Seq */
            seq: number;
            /**
             * Timestamp
             * Format: date-time
             */
            timestamp: string;
            /**
             * Type
             * @constant
             */
            type: "decision_update";
        };
        /**
         * DeskEvent
         * @description One line for people.
         */
        DeskEvent: {
            kind: components["schemas"]["EventKind"];
            /** Text */
            text: string;
            /**
             * Time
             * Format: date-time
             */
            time: string;
        };
        /**
         * DeskState
         * @description The positions of the kill switch, from free to stopped.
         * @enum {string}
         */
        DeskState: "active" | "reducing" | "halted";
        /**
         * EarnedView
         * @description One closed position with the confidence that it was opened with; `net_pnl` after fees.
         */
        EarnedView: {
            /**
             * Closed At
             * Format: date-time
             */
            closed_at: string;
            /** Confidence */
            confidence: number;
            /** Decision Id */
            decision_id: string;
            /**
             * Net Pnl
             * Format: decimal
             */
            net_pnl: string;
            /** Symbol */
            symbol: string;
        };
        /**
         * Enforcement
         * @description Whether the limits bind, or only watch a model that governs its own risk.
         * @enum {string}
         */
        Enforcement: "enforced" | "observed";
        /**
         * EquityCurve
         * @description Equity over time, thinned to the asked number of points.
         */
        EquityCurve: {
            /** Currency */
            currency: string;
            /**
             * Opening Cash
             * Format: decimal
             */
            opening_cash: string;
            /** Points */
            points: components["schemas"]["EquityPointView"][];
        };
        /**
         * EquityLineView
         * @description Equity of one contender, net of what its model cost; null where something that it held had no price.
         */
        EquityLineView: {
            /** Contender */
            contender: string;
            /** Equities */
            equities: (string | null)[];
        };
        /**
         * EquityPointView
         * @description One point of the curve.
         */
        EquityPointView: {
            /**
             * Equity
             * Format: decimal
             */
            equity: string;
            /**
             * Time
             * Format: date-time
             */
            time: string;
        };
        /**
         * EventKind
         * @description What happened that a person should notice.
         * @enum {string}
         */
        EventKind: "order_rejected" | "order_unknown" | "order_canceled" | "order_expired" | "stop_hit" | "take_profit_hit" | "cycle_blocked" | "cycle_abstained" | "proposal_refused";
        /**
         * ExposureView
         * @description The account beside the limits in force.
         */
        ExposureView: {
            day_loss: components["schemas"]["UseView"];
            drawdown: components["schemas"]["UseView"];
            enforcement: components["schemas"]["Enforcement"];
            /** Gross */
            gross: string | null;
            leverage: components["schemas"]["UseView"];
            margin: components["schemas"]["UseView"];
            /** Net */
            net: string | null;
            /** Pending */
            pending: string | null;
            total: components["schemas"]["UseView"];
        };
        /**
         * FeedView
         * @description The age of one cached datum; null: it is not there.
         */
        FeedView: {
            /** Age Ms */
            age_ms: number | null;
            /** Datum */
            datum: string;
            /** Exchange Time */
            exchange_time: string | null;
            freshness: components["schemas"]["Freshness"];
            /** Has Gap */
            has_gap: boolean | null;
            /** Received At */
            received_at: string | null;
            /** Symbol */
            symbol: string;
        };
        /**
         * FieldError
         * @description One rejected part of a request.
         */
        FieldError: {
            /** Field */
            field: string;
            /** Reason */
            reason: string;
        };
        /**
         * FillView
         * @description One execution.
         */
        FillView: {
            /** Client Order Id */
            client_order_id: string | null;
            /**
             * Exchange Time
             * Format: date-time
             */
            exchange_time: string;
            /**
             * Fee
             * Format: decimal
             */
            fee: string;
            /** Fee Currency */
            fee_currency: string;
            liquidity: components["schemas"]["Liquidity"];
            /**
             * Price
             * Format: decimal
             */
            price: string;
            /**
             * Quantity
             * Format: decimal
             */
            quantity: string;
            side: components["schemas"]["Side"];
            /** Symbol */
            symbol: string;
            /** Trade Id */
            trade_id: string;
        };
        /**
         * FlagView
         * @description A figure in the model's reasons that nobody showed it.
         */
        FlagView: {
            /** Excerpt */
            excerpt: string;
            /** Figure */
            figure: string;
        };
        /**
         * FlowView
         * @description A deposit, or (negative) a withdrawal, within the period.
         */
        FlowView: {
            /**
             * Amount
             * Format: decimal
             */
            amount: string;
            /**
             * Time
             * Format: date-time
             */
            time: string;
        };
        /**
         * ForecastSource
         * @description Where a forecast loss comes from.
         * @enum {string}
         */
        ForecastSource: "stated" | "stop";
        /**
         * Freshness
         * @description What age means for a decision.
         * @enum {string}
         */
        Freshness: "fresh" | "warn" | "blocked";
        /**
         * FundingView
         * @description What longs pay shorts at the next settlement.
         */
        FundingView: {
            /** Age Ms */
            age_ms: number | null;
            /** Exchange Time */
            exchange_time: string | null;
            freshness: components["schemas"]["Freshness"];
            /** Next Time */
            next_time: string | null;
            /** Rate */
            rate: number;
            /**
             * Received At
             * Format: date-time
             */
            received_at: string;
        };
        /**
         * HeldCurve
         * @description The account's money in its instruments from its first point on: equal parts, bought once, never sold.
         */
        HeldCurve: {
            /**
             * Fee Bps
             * Format: decimal
             */
            fee_bps: string;
            figures: components["schemas"]["CurveFiguresView"] | null;
            /** Points */
            points: components["schemas"]["CurvePointView"][];
            /** Since */
            since: string | null;
            /** Symbols */
            symbols: string[];
        };
        /**
         * IndicatorsView
         * @description What the analyst last made of the candles.
         */
        IndicatorsView: {
            long_term: components["schemas"]["LongTermView"];
            short_term: components["schemas"]["ShortTermView"];
            /**
             * Timestamp
             * Format: date-time
             */
            timestamp: string;
        };
        /**
         * InputView
         * @description One cached input by name, age and hash.
         */
        InputView: {
            /** Age Ms */
            age_ms: number | null;
            freshness: components["schemas"]["Freshness"];
            /** Key */
            key: string;
            /** Sha256 */
            sha256: string | null;
        };
        /**
         * InstrumentKind
         * @description What a symbol of the desk is.
         * @enum {string}
         */
        InstrumentKind: "swap" | "coin" | "stock";
        /**
         * IntervalView
         * @description Between which two the true figure lies, 95 times of 100.
         */
        IntervalView: {
            /** High */
            high: number;
            /** Low */
            low: number;
        };
        /**
         * ItemView
         * @description One proposal, its verdicts and its order.
         */
        ItemView: {
            action: components["schemas"]["Action"];
            /** Average Price */
            average_price: string | null;
            /** Client Order Id */
            client_order_id: string | null;
            /** Close Fraction */
            close_fraction: string | null;
            /** Confidence */
            confidence: number | null;
            /** Filled */
            filled: string | null;
            /** Flags */
            flags: components["schemas"]["FlagView"][];
            /** Is Approved */
            is_approved: boolean;
            /** Leverage */
            leverage: string | null;
            /** Notional */
            notional: string | null;
            order_state: components["schemas"]["OrderState"] | null;
            /** Rationale */
            rationale: string;
            /** Reason */
            reason: string | null;
            risk: components["schemas"]["RiskView"] | null;
            /** Stop Price */
            stop_price: string | null;
            /** Symbol */
            symbol: string;
            /** Take Profit Price */
            take_profit_price: string | null;
            /** Verdicts */
            verdicts: components["schemas"]["VerdictView"][];
        };
        JsonValue: unknown;
        /**
         * KeyFamily
         * @description How many keys there are of one row of the key table.
         */
        KeyFamily: {
            /** Keys */
            keys: number;
            /** Pattern */
            pattern: string;
        };
        /**
         * KillSwitchBody
         * @description A turn of the switch.
         */
        KillSwitchBody: {
            /** By */
            by: string;
            /**
             * Flatten
             * @default false
             */
            flatten?: boolean;
            /** Reason */
            reason: string;
            state: components["schemas"]["SwitchState"];
        };
        /**
         * KillSwitchView
         * @description What is in force, who said so, and what is left at the venue.
         */
        KillSwitchView: {
            /** By */
            by: string;
            /** Flatten */
            flatten: boolean;
            proof: components["schemas"]["ProofView"] | null;
            /** Reason */
            reason: string;
            /**
             * Since
             * Format: date-time
             */
            since: string;
            state: components["schemas"]["SwitchState"];
        };
        /**
         * Kind
         * @description What is traded under a symbol.
         * @enum {string}
         */
        Kind: "swap" | "coin" | "stock";
        /**
         * Leaning
         * @description What a change does to the desk's limits.
         * @enum {string}
         */
        Leaning: "tighter" | "looser" | "other";
        /**
         * LessonBody
         * @description A person's lesson; kept in one form of Unicode, without markup, 300 characters at most.
         */
        LessonBody: {
            /** By */
            by: string;
            /** Text */
            text: string;
        };
        /**
         * LessonPage
         * @description Lessons, newest first.
         */
        LessonPage: {
            /** Items */
            items: components["schemas"]["LessonView"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * LessonSource
         * @description Who found a lesson.
         * @enum {string}
         */
        LessonSource: "operator" | "reviewer";
        /**
         * LessonView
         * @description One lesson; it is shown to models as a quotation while `retired_at` is null.
         */
        LessonView: {
            /** Added By */
            added_by: string;
            /** Decisions */
            decisions: string[];
            /** Hits */
            hits: number | null;
            /** Id */
            id: string;
            /**
             * Learned At
             * Format: date-time
             */
            learned_at: string;
            /** Retired At */
            retired_at: string | null;
            /** Retired By */
            retired_by: string | null;
            /** Rule */
            rule: string | null;
            /** Sample */
            sample: number | null;
            source: components["schemas"]["LessonSource"];
            /** Text */
            text: string;
        };
        /**
         * LimitUse
         * @description How much of a limit is used at this moment; null: unknown.
         */
        LimitUse: {
            /** Key */
            key: string;
            /** Used */
            used: string | null;
            /** What */
            what: string;
        };
        /**
         * LimitUses
         * @description What is used of the limits that the desk can measure.
         */
        LimitUses: {
            /**
             * As Of
             * Format: date-time
             */
            as_of: string;
            /** Items */
            items: components["schemas"]["LimitUse"][];
        };
        /**
         * LinkView
         * @description The record's place in the log.
         */
        LinkView: {
            /** Damage */
            damage: components["schemas"]["DamageView"][];
            /** Number */
            number: number | null;
            /** Previous Sha256 */
            previous_sha256: string | null;
            /** Sha256 */
            sha256: string | null;
            /** Verified */
            verified: boolean | null;
        };
        /**
         * Liquidity
         * @description Whether a fill rested in the book or took from it.
         * @enum {string}
         */
        Liquidity: "maker" | "taker";
        /**
         * LiveAccount
         * @description The `data` of a portfolio_update frame.
         */
        LiveAccount: {
            account: components["schemas"]["AccountView"];
            exposure: components["schemas"]["ExposureView"];
            /** Positions */
            positions: components["schemas"]["PositionView"][];
        };
        /**
         * LivePrice
         * @description One instrument in a market_update frame; null is unknown.
         */
        LivePrice: {
            /** Ask */
            ask: number | null;
            /** Bid */
            bid: number | null;
            /** Change 24H */
            change_24h: number | null;
            /** Change Pct 24H */
            change_pct_24h: number | null;
            /** Exchange Time */
            exchange_time: string | null;
            /** High 24H */
            high_24h: number | null;
            /** Low 24H */
            low_24h: number | null;
            /** Price */
            price: number;
            /**
             * Received At
             * Format: date-time
             */
            received_at: string;
            /** Symbol */
            symbol: string;
            /** Volume 24H */
            volume_24h: number | null;
        };
        /**
         * LogEntries
         * @description What was added to the message log; only for a client that asked, outside of the sequence.
         */
        LogEntries: {
            data: components["schemas"]["LogUpdate"];
            /**
             * Timestamp
             * Format: date-time
             */
            timestamp: string;
            /**
             * Type
             * @constant
             */
            type: "log_entry";
        };
        /**
         * LogEntryView
         * @description One line of the message log.
         */
        LogEntryView: {
            /** Channel */
            channel: string;
            /** Id */
            id: string;
            /** Payload Size */
            payload_size: number | null;
            source: components["schemas"]["Source"];
            /** Summary */
            summary: string;
            /**
             * Timestamp
             * Format: date-time
             */
            timestamp: string;
            type: components["schemas"]["LogKind"];
        };
        /**
         * LogKind
         * @description What an entry tells of.
         * @enum {string}
         */
        LogKind: "publish" | "cache_write" | "cache_read" | "signal" | "trade" | "error";
        /**
         * LogPageView
         * @description Entries, newest first; `unreadable` were skipped on the way because they have another form.
         */
        LogPageView: {
            /** Items */
            items: components["schemas"]["LogEntryView"][];
            /** Next Cursor */
            next_cursor: string | null;
            /** Unreadable */
            unreadable: number;
        };
        /**
         * LogUpdate
         * @description The `data` of a log_entry frame: entries oldest first.
         */
        LogUpdate: {
            /** Dropped */
            dropped: number;
            /** Entries */
            entries: components["schemas"]["LogEntryView"][];
            /** Loss */
            loss: string | null;
        };
        /**
         * LongTermView
         * @description Indicators of closed 1 hour candles.
         */
        LongTermView: {
            /** Sma 50 */
            sma_50: number | null;
            /** Sma 100 */
            sma_100: number | null;
            trend: components["schemas"]["Trend"] | null;
        };
        /**
         * Looser
         * @description Which way a limit is looser.
         * @enum {string}
         */
        Looser: "higher" | "lower" | "choice";
        /**
         * MacdView
         * @description MACD(12, 26, 9).
         */
        MacdView: {
            /** Histogram */
            histogram: number | null;
            /** Macd */
            macd: number | null;
            /** Signal */
            signal: number | null;
        };
        /**
         * MarketData
         * @description Candles of one symbol, oldest first: [open time in ms, open, high, low, close, volume in base units].
         */
        MarketData: {
            /** Candles */
            candles: [
                number,
                number,
                number,
                number,
                number,
                number
            ][];
            indicators: components["schemas"]["IndicatorsView"] | null;
            /** Lines */
            lines: {
                [key: string]: (number | null)[];
            };
            /** Open Candle */
            open_candle: [
                number,
                number,
                number,
                number,
                number,
                number
            ] | null;
            /** Received At */
            received_at: string | null;
            /** Symbol */
            symbol: string;
            /** Tick Size */
            tick_size: string | null;
            timeframe: components["schemas"]["ChartFrame"];
            /**
             * Timestamp
             * Format: date-time
             */
            timestamp: string;
        };
        /**
         * MarketRegime
         * @description What kind of market it is; defined in analysis/context.py.
         * @enum {string}
         */
        MarketRegime: "bull" | "bear" | "ranging" | "volatile";
        /**
         * MarketSnapshot
         * @description First frame of a connection that does not resume: every known price, and the run's epoch.
         */
        MarketSnapshot: {
            /** Data */
            data: {
                [key: string]: components["schemas"]["LivePrice"];
            };
            /** Epoch */
            epoch: string;
            /** Seq */
            seq: number;
            /**
             * Snapshot
             * @constant
             */
            snapshot: true;
            /**
             * Timestamp
             * Format: date-time
             */
            timestamp: string;
            /**
             * Type
             * @constant
             */
            type: "market_update";
        };
        /**
         * MarketSource
         * @description Where market data comes from.
         * @enum {string}
         */
        MarketSource: "lab" | "okx";
        /**
         * MarketStatus
         * @description Whether the exchange trades.
         * @enum {string}
         */
        MarketStatus: "open" | "closed";
        /**
         * MarketUpdate
         * @description The prices that changed.
         */
        MarketUpdate: {
            /** Data */
            data: {
                [key: string]: components["schemas"]["LivePrice"];
            };
            /** Seq */
            seq: number;
            /**
             * Timestamp
             * Format: date-time
             */
            timestamp: string;
            /**
             * Type
             * @constant
             */
            type: "market_update";
        };
        /**
         * MarketView
         * @description Where prices come from.
         */
        MarketView: {
            /** Is Simulated */
            is_simulated: boolean;
            source: components["schemas"]["MarketSource"];
            /** Tape */
            tape: string | null;
            /** Venue */
            venue: string;
        };
        /**
         * MetricName
         * @description What can be followed over the last half hour.
         * @enum {string}
         */
        MetricName: "hits" | "misses" | "memory" | "latency" | "keys";
        /**
         * MetricPoint
         * @description One sample.
         */
        MetricPoint: {
            /**
             * Time
             * Format: date-time
             */
            time: string;
            /** Value */
            value: number;
        };
        /**
         * MetricSeries
         * @description One figure over the remembered samples, oldest first.
         */
        MetricSeries: {
            name: components["schemas"]["MetricName"];
            /** Points */
            points: components["schemas"]["MetricPoint"][];
            /**
             * Unit
             * @enum {string}
             */
            unit: "count" | "bytes" | "milliseconds";
        };
        /**
         * ModeChangeView
         * @description One switch of the mode; it waits for approvals while `in_force_at` is null.
         */
        ModeChangeView: {
            /** Approvals Needed */
            approvals_needed: number;
            /** Approved By */
            approved_by: string[];
            /**
             * Asked At
             * Format: date-time
             */
            asked_at: string;
            /** By */
            by: string;
            /** Change Id */
            change_id: number;
            /** In Force At */
            in_force_at: string | null;
            mode: components["schemas"]["RuntimeMode"];
            /** Reason */
            reason: string;
        };
        /**
         * ModeHistoryPage
         * @description Switches of the mode, newest first.
         */
        ModeHistoryPage: {
            /** Items */
            items: components["schemas"]["ModeChangeView"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * ModelStandingView
         * @description Whether a model is asked.
         */
        ModelStandingView: {
            circuit: components["schemas"]["Circuit"];
            /** Failures */
            failures: number;
            /** Model */
            model: string;
        };
        /**
         * ModelUsageView
         * @description The models today, by UTC.
         */
        ModelUsageView: {
            /** Budget Used Up */
            budget_used_up: boolean;
            /** Daily Budget Usd */
            daily_budget_usd: string | null;
            /**
             * Day
             * Format: date
             */
            day: string;
            /** Failed Decisions */
            failed_decisions: number;
            /** Manage Only */
            manage_only: string[];
            /** Models */
            models: components["schemas"]["ModelStandingView"][];
            /** Safe Mode */
            safe_mode: boolean;
            /**
             * Spent Usd
             * Format: decimal
             */
            spent_usd: string;
            /** Uses */
            uses: components["schemas"]["ModelUseView"][];
        };
        /**
         * ModelUseView
         * @description What one model was used for today.
         */
        ModelUseView: {
            /** Cached Tokens */
            cached_tokens: number;
            /** Calls */
            calls: number;
            /** Completion Tokens */
            completion_tokens: number;
            /**
             * Cost Usd
             * Format: decimal
             */
            cost_usd: string;
            /** Failed Calls */
            failed_calls: number;
            /** Model */
            model: string;
            /** Prompt Tokens */
            prompt_tokens: number;
            /** Unpriced Calls */
            unpriced_calls: number;
        };
        /**
         * ModelView
         * @description Who decides.
         */
        ModelView: {
            /** Base Url Host */
            base_url_host: string;
            /** Is Rule Policy */
            is_rule_policy: boolean;
            /** Name */
            name: string;
        };
        /**
         * ModeStepsView
         * @description What switching to a mode asks for.
         */
        ModeStepsView: {
            /** Is Ready */
            is_ready: boolean;
            mode: components["schemas"]["RuntimeMode"];
            /** Steps */
            steps: components["schemas"]["StepView"][];
        };
        /**
         * MonitoredView
         * @description A symbol as the monitor saw it last; `stance` is null while too little is known.
         */
        MonitoredView: {
            /** Confidence */
            confidence: number | null;
            /** Coverage */
            coverage: number;
            /** Known At */
            known_at: string | null;
            parts: components["schemas"]["PartsView"];
            /** Price */
            price: number | null;
            /** Score */
            score: number | null;
            /**
             * Since
             * Format: date-time
             */
            since: string;
            stance: components["schemas"]["Stance"] | null;
            /** Symbol */
            symbol: string;
        };
        /**
         * MonitorView
         * @description Every monitored symbol; `updated_at` is null while the monitor does not run.
         */
        MonitorView: {
            /** Age Ms */
            age_ms: number | null;
            /** Symbols */
            symbols: components["schemas"]["MonitoredView"][];
            /**
             * Timestamp
             * Format: date-time
             */
            timestamp: string;
            /** Updated At */
            updated_at: string | null;
        };
        /**
         * OpeningBlockView
         * @description One reason why nothing opens; closes and protection always leave.
         */
        OpeningBlockView: {
            cause: components["schemas"]["BlockCause"];
            /** Reason */
            reason: string;
            /**
             * Since
             * Format: date-time
             */
            since: string;
            /** Symbol */
            symbol: string | null;
        };
        /**
         * OpenInterestView
         * @description How much is held open at the venue.
         */
        OpenInterestView: {
            /** Age Ms */
            age_ms: number | null;
            /** Contracts */
            contracts: number;
            /** Exchange Time */
            exchange_time: string | null;
            freshness: components["schemas"]["Freshness"];
            /**
             * Received At
             * Format: date-time
             */
            received_at: string;
            /** Usd */
            usd: number | null;
        };
        /**
         * OrderBody
         * @description An order by hand. An opening names `notional` or `quantity`; a close without `quantity` is of everything.
         */
        OrderBody: {
            /**
             * By
             * @default the operator
             */
            by?: string;
            /**
             * Kind
             * @default market
             * @enum {string}
             */
            kind?: "market" | "limit";
            /**
             * Leverage
             * Format: decimal
             * @default 1
             */
            leverage?: string;
            /** Limit Price */
            limit_price?: string | null;
            /** Notional */
            notional?: string | null;
            /** Quantity */
            quantity?: string | null;
            /** Reason */
            reason?: string | null;
            /**
             * Side
             * @enum {string}
             */
            side: "buy" | "sell" | "close";
            /** Stop Price */
            stop_price?: string | null;
            /** Symbol */
            symbol: string;
            /** Take Profit Price */
            take_profit_price?: string | null;
            /**
             * Time In Force
             * @default gtc
             * @enum {string}
             */
            time_in_force?: "gtc" | "ioc" | "fok" | "post_only";
        };
        /**
         * OrderKind
         * @description How an order names its price.
         * @enum {string}
         */
        OrderKind: "market" | "limit" | "trigger";
        /**
         * OrderLatencyView
         * @description From the moment an order left: until its call was over, until it was acknowledged, until a fill was posted.
         */
        OrderLatencyView: {
            /** Stages */
            stages: components["schemas"]["StageView"][];
        };
        /**
         * OrderPage
         * @description Orders, newest first.
         */
        OrderPage: {
            /** Items */
            items: components["schemas"]["OrderView"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * OrderPurpose
         * @description Why an order was sent.
         * @enum {string}
         */
        OrderPurpose: "open" | "close" | "stop" | "take_profit" | "liquidation";
        /**
         * OrderState
         * @description Where an order stands; the allowed steps are in orders/states.py.
         * @enum {string}
         */
        OrderState: "intent" | "sending" | "accepted" | "partial" | "filled" | "pending_cancel" | "canceled" | "expired" | "rejected" | "unknown";
        /**
         * OrderView
         * @description An order and how far it has come.
         */
        OrderView: {
            /** Average Price */
            average_price: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Decision Id */
            decision_id: string | null;
            /**
             * Filled
             * Format: decimal
             */
            filled: string;
            /** Id */
            id: string;
            /** Is Reduce Only */
            is_reduce_only: boolean;
            kind: components["schemas"]["OrderKind"];
            /**
             * Leverage
             * Format: decimal
             */
            leverage: string;
            /** Limit Price */
            limit_price: string | null;
            purpose: components["schemas"]["OrderPurpose"];
            /**
             * Quantity
             * Format: decimal
             */
            quantity: string;
            /** Reason */
            reason: string | null;
            side: components["schemas"]["Side"];
            state: components["schemas"]["OrderState"];
            /** Stop Price */
            stop_price: string | null;
            /** Symbol */
            symbol: string;
            /** Take Profit Price */
            take_profit_price: string | null;
            time_in_force: components["schemas"]["TimeInForce"];
            /** Trigger Price */
            trigger_price: string | null;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /** Venue Order Id */
            venue_order_id: string | null;
        };
        /**
         * Outcome
         * @description How a cycle ended.
         * @enum {string}
         */
        Outcome: "decided" | "blocked" | "abstained" | "skipped";
        /**
         * OutcomeView
         * @description What became of the positions that a decision opened.
         */
        OutcomeView: {
            /** Closed */
            closed: components["schemas"]["ClosedPositionView"][];
            /** Net Pnl */
            net_pnl: string | null;
        };
        /**
         * Overview
         * @description All symbols of the desk as they were at `timestamp`; kept for up to 30 s.
         */
        Overview: {
            /** Data */
            data: {
                [key: string]: components["schemas"]["SymbolOverview"];
            };
            /**
             * Timestamp
             * Format: date-time
             */
            timestamp: string;
        };
        /**
         * PartsOfScore
         * @description The shares that a score is the mean of, 0 to 1 each.
         */
        PartsOfScore: {
            /** Lead */
            lead: number | null;
            /** Place */
            place: number | null;
            /** Strength */
            strength: number | null;
            /** Trend */
            trend: number | null;
        };
        /**
         * PartsView
         * @description The shares of a score, -1 (prices fall) to 1 (they rise).
         */
        PartsView: {
            /** Momentum */
            momentum: number | null;
            /** Regime */
            regime: number | null;
            /** Scan */
            scan: number | null;
            /** Sentiment */
            sentiment: number | null;
            /** Strength */
            strength: number | null;
            /** Trend */
            trend: number | null;
        };
        /**
         * PerformanceView
         * @description Closed positions added up, net of fees; null before there is anything to add.
         */
        PerformanceView: {
            /**
             * As Of
             * Format: date-time
             */
            as_of: string;
            /** Average Loss */
            average_loss: string | null;
            /** Average Win */
            average_win: string | null;
            /** Closed Count */
            closed_count: number;
            /** Daily Pnl */
            daily_pnl: string | null;
            /** Largest Loss */
            largest_loss: string | null;
            /** Largest Win */
            largest_win: string | null;
            /** Loss Count */
            loss_count: number;
            /**
             * Net Pnl
             * Format: decimal
             */
            net_pnl: string;
            /** Profit Factor */
            profit_factor: string | null;
            /** Win Count */
            win_count: number;
            /** Win Share */
            win_share: number | null;
        };
        /**
         * Period
         * @description How far back curves reach.
         * @enum {string}
         */
        Period: "1d" | "1w" | "1m" | "all";
        /**
         * Ping
         * @description Every 10 s; an answer is welcome, not required.
         */
        Ping: {
            /**
             * Type
             * @constant
             */
            type: "ping";
        };
        /**
         * PingView
         * @description Round trips of PING over the remembered samples, in milliseconds.
         */
        PingView: {
            /** P50 Ms */
            p50_ms: number | null;
            /** P99 Ms */
            p99_ms: number | null;
            /** Samples */
            samples: number;
        };
        /**
         * PlacedView
         * @description An order that was sent, and what the gates had said.
         */
        PlacedView: {
            /** Is Repeat */
            is_repeat: boolean;
            order: components["schemas"]["OrderView"];
            /** Record Id */
            record_id: string;
            /** Verdicts */
            verdicts: components["schemas"]["VerdictView"][];
        };
        /**
         * Pong
         * @description The answer to a client's ping.
         */
        Pong: {
            /**
             * Type
             * @constant
             */
            type: "pong";
        };
        /**
         * PortfolioPage
         * @description The account, what it holds, what it did and why.
         */
        PortfolioPage: {
            account: components["schemas"]["AccountView"];
            /**
             * As Of
             * Format: date-time
             */
            as_of: string;
            /** Closed Trades */
            closed_trades: components["schemas"]["ClosedTrade"][];
            /** Events */
            events: components["schemas"]["DeskEvent"][];
            exposure: components["schemas"]["ExposureView"];
            /** Fills */
            fills: components["schemas"]["FillView"][];
            portfolio: components["schemas"]["PortfolioView"];
            /** Positions */
            positions: components["schemas"]["PositionView"][];
            /** Recent Decisions */
            recent_decisions: components["schemas"]["DecisionSummary"][];
        };
        /**
         * PortfolioUpdate
         * @description The account changed.
         */
        PortfolioUpdate: {
            data: components["schemas"]["LiveAccount"];
            /** Seq */
            seq: number;
            /**
             * Timestamp
             * Format: date-time
             */
            timestamp: string;
            /**
             * Type
             * @constant
             */
            type: "portfolio_update";
        };
        /**
         * PortfolioView
         * @description Which account this is.
         */
        PortfolioView: {
            /** Currency */
            currency: string;
            /** Id */
            id: string;
            mode: components["schemas"]["RuntimeMode"];
            /** Name */
            name: string;
        };
        /**
         * PositionDetail
         * @description One position; just one of both is not null.
         */
        PositionDetail: {
            closed: components["schemas"]["ClosedPositionView"] | null;
            open: components["schemas"]["PositionView"] | null;
        };
        /**
         * PositionPage
         * @description What is held now, and what was closed, newest first.
         */
        PositionPage: {
            /** Closed */
            closed: components["schemas"]["ClosedPositionView"][];
            /** Next Cursor */
            next_cursor: string | null;
            /** Open */
            open: components["schemas"]["PositionView"][];
        };
        /**
         * PositionSide
         * @description Which way a position earns.
         * @enum {string}
         */
        PositionSide: "long" | "short";
        /**
         * PositionView
         * @description An open position at the mark price; distances are shares of it, above 0 while it has not come that far.
         */
        PositionView: {
            cap: components["schemas"]["UseView"];
            /** Decision Id */
            decision_id: string | null;
            /**
             * Entry Price
             * Format: decimal
             */
            entry_price: string;
            /**
             * Fees
             * Format: decimal
             */
            fees: string;
            /**
             * Leverage
             * Format: decimal
             */
            leverage: string;
            /** Liquidation Distance Share */
            liquidation_distance_share: string | null;
            /** Liquidation Price */
            liquidation_price: string | null;
            /**
             * Margin
             * Format: decimal
             */
            margin: string;
            /** Mark Price */
            mark_price: string | null;
            /** Net Pnl */
            net_pnl: string | null;
            /** Notional */
            notional: string | null;
            /**
             * Opened At
             * Format: date-time
             */
            opened_at: string;
            /** Pnl At Stop */
            pnl_at_stop: string | null;
            /** Pnl At Take Profit */
            pnl_at_take_profit: string | null;
            /**
             * Quantity
             * Format: decimal
             */
            quantity: string;
            /**
             * Realized Pnl
             * Format: decimal
             */
            realized_pnl: string;
            side: components["schemas"]["PositionSide"];
            /** Stop Distance Share */
            stop_distance_share: string | null;
            /** Stop Price */
            stop_price: string | null;
            /** Symbol */
            symbol: string;
            /** Take Profit Distance Share */
            take_profit_distance_share: string | null;
            /** Take Profit Price */
            take_profit_price: string | null;
            /** Tick Size */
            tick_size: string | null;
            /** Unrealized Pnl */
            unrealized_pnl: string | null;
            /** Unrealized Pnl Share */
            unrealized_pnl_share: string | null;
            /** Venue Read At */
            venue_read_at: string | null;
        };
        /**
         * PreviewAnswer
         * @description The draft as a model would read it now; null where its slots cannot be filled.
         */
        PreviewAnswer: {
            /** Estimated Tokens */
            estimated_tokens: number | null;
            /** Problems */
            problems: string[];
            /** System */
            system: string | null;
            /** User */
            user: string | null;
        };
        /**
         * PreviewBody
         * @description A draft.
         */
        PreviewBody: {
            /** System */
            system: string;
            /** User */
            user: string;
        };
        /**
         * PreviewView
         * @description What would become of an order now; nothing was recorded or sent.
         */
        PreviewView: {
            /** Is Approved */
            is_approved: boolean;
            /** Notional */
            notional: string | null;
            /** Quantity */
            quantity: string | null;
            /** Reason */
            reason: string | null;
            side: components["schemas"]["Side"] | null;
            /** Stop Price */
            stop_price: string | null;
            /** Take Profit Price */
            take_profit_price: string | null;
            /** Verdicts */
            verdicts: components["schemas"]["VerdictView"][];
        };
        /**
         * Price
         * @description A price with its age and the step it moves in.
         */
        Price: {
            /** Age Ms */
            age_ms: number;
            /** Ask */
            ask: number | null;
            /** Bid */
            bid: number | null;
            /** Change 24H */
            change_24h: number | null;
            /** Change Pct 24H */
            change_pct_24h: number | null;
            /** Exchange Time */
            exchange_time: string | null;
            freshness: components["schemas"]["Freshness"];
            /** High 24H */
            high_24h: number | null;
            /** Low 24H */
            low_24h: number | null;
            /** Price */
            price: number;
            /**
             * Received At
             * Format: date-time
             */
            received_at: string;
            /** Symbol */
            symbol: string;
            /** Tick Size */
            tick_size: string | null;
            /** Volume 24H */
            volume_24h: number | null;
        };
        /**
         * Prices
         * @description Every symbol of the desk; `missing` names those that the cache does not hold.
         */
        Prices: {
            /** Data */
            data: {
                [key: string]: components["schemas"]["Price"];
            };
            /** Missing */
            missing: string[];
            /**
             * Timestamp
             * Format: date-time
             */
            timestamp: string;
        };
        /**
         * ProblemDocument
         * @description RFC 9457; `errors` names rejected fields, `reasons` lists every cause.
         */
        ProblemDocument: {
            /** Detail */
            detail: string;
            /**
             * Errors
             * @default null
             */
            errors?: components["schemas"]["FieldError"][] | null;
            /**
             * Ready
             * @default null
             */
            ready?: boolean | null;
            /**
             * Reasons
             * @default null
             */
            reasons?: string[] | null;
            /** Status */
            status: number;
            /** Title */
            title: string;
            type: components["schemas"]["ProblemType"];
        };
        /**
         * ProblemType
         * @description Stable names of what can go wrong; clients may switch on them.
         * @enum {string}
         */
        ProblemType: "/problems/not-found" | "/problems/method-not-allowed" | "/problems/invalid-request" | "/problems/forbidden-host" | "/problems/forbidden-origin" | "/problems/unsupported-media-type" | "/problems/length-required" | "/problems/too-large" | "/problems/rate-limited" | "/problems/too-many-clients" | "/problems/unavailable" | "/problems/not-ready" | "/problems/internal" | "/problems/refused";
        /**
         * ProblemView
         * @description Something wrong with the server, and the line that mends it.
         */
        ProblemView: {
            /** Code */
            code: string;
            /** Fix */
            fix: string;
            /** Is Fatal */
            is_fatal: boolean;
            /** Text */
            text: string;
        };
        /**
         * PromptDiff
         * @description How the question differs from the one of the decision before it, as unified diffs; empty: not at all.
         */
        PromptDiff: {
            /** Figures */
            figures: string;
            /** Previous Id */
            previous_id: string;
            /** Previous Version */
            previous_version: string | null;
            /** Version */
            version: string | null;
            /** Words */
            words: string;
        };
        /**
         * PromptList
         * @description Every version, oldest first.
         */
        PromptList: {
            /** Items */
            items: components["schemas"]["PromptView"][];
            /** Slots */
            slots: components["schemas"]["SlotView"][];
        };
        /**
         * PromptView
         * @description One version; texts are null where it is refused.
         */
        PromptView: {
            /** Diff */
            diff: string;
            /** Is In Force */
            is_in_force: boolean;
            /** Is Shipped */
            is_shipped: boolean;
            /** Refusal */
            refusal: string | null;
            /** Sha256 */
            sha256: string | null;
            /** Slots */
            slots: string[];
            /** System */
            system: string | null;
            /** User */
            user: string | null;
            /** Version */
            version: string;
        };
        /**
         * ProofView
         * @description What the venue showed after a stop; counts are null where it could not be asked.
         */
        ProofView: {
            /** Error */
            error: string | null;
            /** Is Done */
            is_done: boolean;
            /** Open Orders */
            open_orders: number | null;
            /** Positions */
            positions: number | null;
            /** Protections */
            protections: number | null;
            /**
             * Read At
             * Format: date-time
             */
            read_at: string;
        };
        /**
         * QuoteView
         * @description The last price and the day; of a stock the trading day, of the others the last 24 hours.
         */
        QuoteView: {
            /** Age Ms */
            age_ms: number | null;
            /** Ask */
            ask: number | null;
            /** Bid */
            bid: number | null;
            /** Change Pct */
            change_pct: number | null;
            /** Exchange Time */
            exchange_time: string | null;
            freshness: components["schemas"]["Freshness"];
            /** High */
            high: number | null;
            /** Low */
            low: number | null;
            market_status: components["schemas"]["MarketStatus"] | null;
            /** Price */
            price: number;
            /**
             * Received At
             * Format: date-time
             */
            received_at: string;
            /** Volume */
            volume: number | null;
        };
        /**
         * Readiness
         * @description The desk can trade.
         */
        Readiness: {
            /**
             * Ready
             * @constant
             */
            ready: true;
            /** Reasons */
            reasons: string[];
        };
        /**
         * RedisStatus
         * @description The server that the desk lives on; null is unknown.
         */
        RedisStatus: {
            append_only_file: components["schemas"]["AppendOnlyFileView"];
            /**
             * As Of
             * Format: date-time
             */
            as_of: string;
            /** Clients */
            clients: number;
            /** Evicted Keys */
            evicted_keys: number;
            /** Eviction Policy */
            eviction_policy: string;
            /** Families */
            families: components["schemas"]["KeyFamily"][];
            /** Hit Rate */
            hit_rate: number | null;
            /** Hits */
            hits: number;
            /** Is Count Complete */
            is_count_complete: boolean;
            /** Keys */
            keys: number;
            /** Memory Max Bytes */
            memory_max_bytes: number | null;
            /** Memory Used Bytes */
            memory_used_bytes: number;
            /** Message Log Length */
            message_log_length: number;
            /** Misses */
            misses: number;
            /** Operations Per Second */
            operations_per_second: number;
            /** Other Keys */
            other_keys: number;
            ping: components["schemas"]["PingView"];
            /** Problems */
            problems: components["schemas"]["ProblemView"][];
            /** Product */
            product: string;
            /** Uptime Seconds */
            uptime_seconds: number;
            /** Version */
            version: string;
        };
        /**
         * ReleaseBody
         * @description Who ends safe mode.
         */
        ReleaseBody: {
            /** By */
            by: string;
        };
        /**
         * ReplayAnswer
         * @description A decision beside its replay.
         */
        ReplayAnswer: {
            again: components["schemas"]["AgainView"] | null;
            /** Id */
            id: string;
            result: components["schemas"]["Result"];
            /** Sha256 */
            sha256: string | null;
            stage: components["schemas"]["tradewind__research__replay_difference__Stage"] | null;
            /** What */
            what: string | null;
        };
        /**
         * ReplayBody
         * @description What a replay changes; null: as it stands on record.
         */
        ReplayBody: {
            /** Model */
            model?: string | null;
            /** Prompt */
            prompt?: string | null;
        };
        /**
         * Result
         * @description What a replay came to.
         * @enum {string}
         */
        Result: "identical" | "different" | "not_replayable";
        /**
         * RibbonOrder
         * @description How the means of the ribbon stand to each other.
         * @enum {string}
         */
        RibbonOrder: "bullish" | "bearish" | "mixed";
        /**
         * RiskEntryView
         * @description What an opening promised and what became of it; results are before fees, `net_pnl` after them.
         */
        RiskEntryView: {
            action: components["schemas"]["Action"];
            /** Alerted At */
            alerted_at: string | null;
            /** Client Order Id */
            client_order_id: string;
            close_purpose: components["schemas"]["OrderPurpose"] | null;
            /** Closed At */
            closed_at: string | null;
            /** Confidence */
            confidence: number | null;
            /** Decision Id */
            decision_id: string;
            /** Drawdown */
            drawdown: string | null;
            /** Entry Price */
            entry_price: string | null;
            /** Forecast Loss */
            forecast_loss: string | null;
            forecast_source: components["schemas"]["ForecastSource"] | null;
            /** Max Adverse */
            max_adverse: string | null;
            /** Max Pain */
            max_pain: string | null;
            /** Model */
            model: string;
            /** Net Pnl */
            net_pnl: string | null;
            /** Notional */
            notional: string | null;
            /** Opened At */
            opened_at: string | null;
            /** Plan */
            plan: string | null;
            /** Position Decision Id */
            position_decision_id: string | null;
            /** Proposed Trade */
            proposed_trade: string | null;
            /**
             * Recorded At
             * Format: date-time
             */
            recorded_at: string;
            /** Result R */
            result_r: string | null;
            /** Stop Price */
            stop_price: string | null;
            /** Symbol */
            symbol: string;
            /** Thesis */
            thesis: string | null;
            verdict: components["schemas"]["RiskVerdict"] | null;
            /** Worst R */
            worst_r: string | null;
        };
        /**
         * RiskJournalPage
         * @description The risk journal, newest first.
         */
        RiskJournalPage: {
            /** Items */
            items: components["schemas"]["RiskEntryView"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * RiskVerdict
         * @description How what was promised compares with what came.
         * @enum {string}
         */
        RiskVerdict: "not_opened" | "joined" | "within" | "exceeded" | "unknown";
        /**
         * RiskView
         * @description What the model itself says of the risk of a trade.
         */
        RiskView: {
            /** Max Pain */
            max_pain: string | null;
            /** Plan */
            plan: string | null;
            /** Proposed Trade */
            proposed_trade: string | null;
            /** Thesis */
            thesis: string | null;
        };
        /**
         * RoleState
         * @description How a role is doing.
         * @enum {string}
         */
        RoleState: "starting" | "running" | "degraded" | "stopped" | "failed";
        /**
         * RoleView
         * @description One role of the process.
         */
        RoleView: {
            /** Last Error */
            last_error: string | null;
            /** Name */
            name: string;
            /** Restarts */
            restarts: number;
            /**
             * Since
             * Format: date-time
             */
            since: string;
            state: components["schemas"]["RoleState"];
        };
        /**
         * RuntimeMode
         * @description Where orders go.
         * @enum {string}
         */
        RuntimeMode: "simulator" | "paper" | "live";
        /**
         * RuntimeModeBody
         * @description A wish for another mode.
         */
        RuntimeModeBody: {
            /** By */
            by: string;
            /** Confirm */
            confirm?: "live" | null;
            mode: components["schemas"]["RuntimeMode"];
            /** Reason */
            reason: string;
        };
        /**
         * RuntimeModeView
         * @description The mode that the desk trades in, and what waits for approval.
         */
        RuntimeModeView: {
            mode: components["schemas"]["RuntimeMode"];
            /** Waiting */
            waiting: components["schemas"]["ModeChangeView"][];
        };
        /**
         * ScannedKind
         * @description Whether a kind of symbols is scanned at all.
         */
        ScannedKind: {
            kind: components["schemas"]["Kind"];
            /** Scanned At */
            scanned_at: string | null;
            /** Setting */
            setting: string | null;
            /** Symbols */
            symbols: number;
        };
        /**
         * ScannerUpdate
         * @description Part of what the scanner shows is new; read it again.
         */
        ScannerUpdate: {
            data: components["schemas"]["ScanNews"];
            /** Seq */
            seq: number;
            /**
             * Timestamp
             * Format: date-time
             */
            timestamp: string;
            /**
             * Type
             * @constant
             */
            type: "scanner_update";
        };
        /**
         * ScanNews
         * @description The `data` of a scanner_update frame: which part is new.
         */
        ScanNews: {
            /** Part */
            part: string;
        };
        /**
         * ScanPrice
         * @description The latest price in the cache; too old to go by after `good_until`.
         */
        ScanPrice: {
            /** Age Ms */
            age_ms: number;
            /** Change Pct */
            change_pct: number | null;
            change_since: components["schemas"]["ChangeSince"];
            /** Good Until */
            good_until: string | null;
            /** Last */
            last: number;
            /**
             * Received At
             * Format: date-time
             */
            received_at: string;
            /** Tick Size */
            tick_size: string | null;
        };
        /**
         * ScanReading
         * @description What the closed candles of one timeframe show; it says nothing any more after `good_until`.
         */
        ScanReading: {
            /** Age Ms */
            age_ms: number | null;
            /** Bb Lower */
            bb_lower: number | null;
            /** Bb Mid */
            bb_mid: number | null;
            /** Bb Upper */
            bb_upper: number | null;
            /** Closed At */
            closed_at: string | null;
            /** Good Until */
            good_until: string | null;
            parts: components["schemas"]["PartsOfScore"] | null;
            /** Rsi 14 */
            rsi_14: number | null;
            /** Score */
            score: number | null;
            /** Signals */
            signals: components["schemas"]["SignalName"][];
            timeframe: components["schemas"]["Timeframe"];
            trend: components["schemas"]["RibbonOrder"] | null;
            /** Volume Ratio */
            volume_ratio: number | null;
            /** Vwap */
            vwap: number | null;
        };
        /**
         * ScanRow
         * @description One symbol of which something is known.
         */
        ScanRow: {
            kind: components["schemas"]["Kind"];
            market_status: components["schemas"]["MarketStatus"] | null;
            price: components["schemas"]["ScanPrice"] | null;
            /** Readings */
            readings: components["schemas"]["ScanReading"][];
            /** Score */
            score: number | null;
            /** Signals */
            signals: components["schemas"]["SignalName"][];
            stance: components["schemas"]["Stance"] | null;
            /** Stance Since */
            stance_since: string | null;
            /** Symbol */
            symbol: string;
        };
        /**
         * ScanView
         * @description Every symbol of the desk of which the cache holds something.
         */
        ScanView: {
            /** Kinds */
            kinds: components["schemas"]["ScannedKind"][];
            /** Missing */
            missing: string[];
            /** Rows */
            rows: components["schemas"]["ScanRow"][];
            /**
             * Timestamp
             * Format: date-time
             */
            timestamp: string;
        };
        /**
         * SchedulerView
         * @description How the schedule stands.
         */
        SchedulerView: {
            /** Cycles */
            cycles: number;
            /** Is Running */
            is_running: boolean;
            /** Last Error */
            last_error: string | null;
            /** Last Finished At */
            last_finished_at: string | null;
            last_outcome: components["schemas"]["Outcome"] | null;
            /** Last Started At */
            last_started_at: string | null;
            /** Next At */
            next_at: string | null;
            /** Paused By */
            paused_by: string | null;
            /** Paused Cycles Left */
            paused_cycles_left: number;
            /** Period Seconds */
            period_seconds: number;
            /** Skipped */
            skipped: number;
        };
        /**
         * SectorsView
         * @description Change of each sector's ETF since the day's open in percent.
         */
        SectorsView: {
            /** Consumer */
            consumer: number | null;
            /** Energy */
            energy: number | null;
            /** Financials */
            financials: number | null;
            /** Healthcare */
            healthcare: number | null;
            /** Technology */
            technology: number | null;
        };
        /**
         * SetBy
         * @description Who decided a value.
         * @enum {string}
         */
        SetBy: "shipped" | "file" | "environment" | "command_line" | "switch";
        /**
         * SettingChangeView
         * @description One key before and after.
         */
        SettingChangeView: {
            /** Is Asked */
            is_asked: boolean;
            /** Key */
            key: string;
            leaning: components["schemas"]["Leaning"];
            /** Needs Restart */
            needs_restart: boolean;
            /** New */
            new: string | number | boolean | string[] | null;
            /** Old */
            old: string | number | boolean | string[] | null;
        };
        /**
         * SettingsView
         * @description The settings in force, and what of the files is not.
         */
        SettingsView: {
            /** Error */
            error: string | null;
            /**
             * In Force Since
             * Format: date-time
             */
            in_force_since: string;
            /** Needs Restart */
            needs_restart: string[];
            /** Version */
            version: string;
            /** Waiting */
            waiting: string[];
            /** Waiting Sha256 */
            waiting_sha256: string | null;
        };
        /**
         * SettingView
         * @description One key of one file.
         */
        SettingView: {
            allowed: components["schemas"]["AllowedView"];
            /** In Files */
            in_files: string | number | boolean | string[] | null;
            /** In Force */
            in_force: string | number | boolean | string[] | null;
            /** Is Authored */
            is_authored: boolean;
            /** Is Editable */
            is_editable: boolean;
            /** Key */
            key: string;
            looser: components["schemas"]["Looser"] | null;
            /** Meaning */
            meaning: string | null;
            set_by: components["schemas"]["SetBy"];
            /** Shipped */
            shipped: string | number | boolean | string[] | null;
            /** Unit */
            unit: string | null;
            /** Variable */
            variable: string | null;
        };
        /**
         * ShortTermView
         * @description Indicators of closed 15 minute candles.
         */
        ShortTermView: {
            /** Ema 12 */
            ema_12: number | null;
            /** Ema 26 */
            ema_26: number | null;
            macd: components["schemas"]["MacdView"];
            /** Rsi 14 */
            rsi_14: number | null;
            /** Sma 20 */
            sma_20: number | null;
            /** Volume Avg 20 */
            volume_avg_20: number | null;
        };
        /**
         * Side
         * @description Which way an order trades.
         * @enum {string}
         */
        Side: "buy" | "sell";
        /**
         * SignalList
         * @description The newest signals that are at most an hour old; `total` counts those beyond the limit too.
         */
        SignalList: {
            /** Items */
            items: components["schemas"]["SignalView"][];
            /**
             * Timestamp
             * Format: date-time
             */
            timestamp: string;
            /** Total */
            total: number;
        };
        /**
         * SignalName
         * @description What may be found at the last confirmed candle; defined in analysis/patterns.py.
         * @enum {string}
         */
        SignalName: "breakout" | "volume_surge" | "support_bounce" | "macd_cross";
        /**
         * SignalStats
         * @description The signals of the last hour and the stances of now, counted; `stances` is null while the monitor does not run.
         */
        SignalStats: {
            /** Entries */
            entries: number;
            /** Exits */
            exits: number;
            /** Long */
            long: number;
            /** Mean Confidence */
            mean_confidence: number | null;
            /** Newest At */
            newest_at: string | null;
            /** Short */
            short: number;
            stances: components["schemas"]["StanceCounts"] | null;
            /**
             * Timestamp
             * Format: date-time
             */
            timestamp: string;
        };
        /**
         * SignalType
         * @description What a change of stance asks for.
         * @enum {string}
         */
        SignalType: "entry" | "exit";
        /**
         * SignalUpdate
         * @description A symbol changed its stance.
         */
        SignalUpdate: {
            data: components["schemas"]["StanceChange"];
            /** Seq */
            seq: number;
            /**
             * Timestamp
             * Format: date-time
             */
            timestamp: string;
            /**
             * Type
             * @constant
             */
            type: "signal_update";
        };
        /**
         * SignalView
         * @description The last entry or exit of a symbol; `timestamp` is when it was raised.
         */
        SignalView: {
            /** Age Ms */
            age_ms: number;
            /** Confidence */
            confidence: number;
            indicators: components["schemas"]["PartsView"];
            /** Price */
            price: number;
            /** Reason */
            reason: string;
            /** Score */
            score: number | null;
            side: components["schemas"]["PositionSide"];
            /** Symbol */
            symbol: string;
            /**
             * Timestamp
             * Format: date-time
             */
            timestamp: string;
            type: components["schemas"]["SignalType"];
        };
        /**
         * SlotView
         * @description One place of a prompt that figures go to.
         */
        SlotView: {
            /** Is Required */
            is_required: boolean;
            /** Kind */
            kind: string;
            /** Name */
            name: string;
        };
        /**
         * Source
         * @description Who writes; the `source` of a message-log entry.
         * @enum {string}
         */
        Source: "market-data" | "ta-service" | "dashboard" | "trader-bot" | "signal-monitor" | "sentiment";
        /**
         * Sparkline
         * @description Closes of the last day of confirmed candles, equally spaced but for the hours of an exchange, oldest first.
         */
        Sparkline: {
            /** Age Ms */
            age_ms: number;
            /** Closes */
            closes: number[];
            /**
             * First At
             * Format: date-time
             */
            first_at: string;
            /**
             * Last At
             * Format: date-time
             */
            last_at: string;
            timeframe: components["schemas"]["Timeframe"];
        };
        /**
         * Sparklines
         * @description Of every symbol whose candles are cached; kept for up to 30 s.
         */
        Sparklines: {
            /** Items */
            items: {
                [key: string]: components["schemas"]["Sparkline"];
            };
            /**
             * Timestamp
             * Format: date-time
             */
            timestamp: string;
        };
        /**
         * StageView
         * @description One stage, over the last 1,000 measurements of this run; null before the first.
         */
        StageView: {
            /** Count */
            count: number;
            /** Max Ms */
            max_ms: number | null;
            /** P50 Ms */
            p50_ms: number | null;
            /** P95 Ms */
            p95_ms: number | null;
            /** P99 Ms */
            p99_ms: number | null;
            stage: components["schemas"]["tradewind__orders__latency__Stage"];
        };
        /**
         * Stance
         * @description What the monitor says of a symbol.
         * @enum {string}
         */
        Stance: "BUY" | "HOLD" | "SELL";
        /**
         * StanceChange
         * @description The `data` of a signal_update frame: a symbol left one stance for another; null: too little is known.
         */
        StanceChange: {
            from: components["schemas"]["Stance"] | null;
            /** Score */
            score: number | null;
            /** Symbol */
            symbol: string;
            to: components["schemas"]["Stance"] | null;
        };
        /**
         * StanceCounts
         * @description How many symbols have each stance.
         */
        StanceCounts: {
            /** Buy */
            buy: number;
            /** Hold */
            hold: number;
            /** Sell */
            sell: number;
            /** Unknown */
            unknown: number;
        };
        /**
         * Status
         * @description Everything the status page shows.
         */
        Status: {
            desk_state: components["schemas"]["DeskState"];
            /** Feeds */
            feeds: components["schemas"]["FeedView"][];
            market: components["schemas"]["MarketView"];
            mode: components["schemas"]["RuntimeMode"];
            model: components["schemas"]["ModelView"];
            /** Opening Blocks */
            opening_blocks: components["schemas"]["OpeningBlockView"][];
            /** Ready */
            ready: boolean;
            /** Reasons */
            reasons: string[];
            /** Roles */
            roles: components["schemas"]["RoleView"][];
            settings: components["schemas"]["SettingsView"];
            /**
             * Started At
             * Format: date-time
             */
            started_at: string;
            /** Symbols */
            symbols: string[];
            /** Venues */
            venues: components["schemas"]["VenueStatus"][];
            /** Version */
            version: string;
        };
        /**
         * StepView
         * @description One condition of a mode and how it is met.
         */
        StepView: {
            /** Is Met */
            is_met: boolean;
            /** Name */
            name: string;
            /** What */
            what: string;
        };
        /**
         * Subscription
         * @description The answer to a client that asked for a topic; `detail` says why not.
         */
        Subscription: {
            /** Active */
            active: boolean;
            /** Detail */
            detail: string | null;
            /**
             * Topic
             * @constant
             */
            topic: "log";
            /**
             * Type
             * @constant
             */
            type: "subscription";
        };
        /**
         * SwitchState
         * @description The positions of the kill switch, as they are spelled over HTTP.
         * @enum {string}
         */
        SwitchState: "ACTIVE" | "REDUCING" | "HALTED";
        /**
         * SymbolBook
         * @description The book of one swap; null: the cache holds none at this moment.
         */
        SymbolBook: {
            book: components["schemas"]["BookView"] | null;
            /** Symbol */
            symbol: string;
            /** Tick Size */
            tick_size: string | null;
            /**
             * Timestamp
             * Format: date-time
             */
            timestamp: string;
        };
        /**
         * SymbolOverview
         * @description Everything that is cached of one symbol but its candles and its book.
         */
        SymbolOverview: {
            /** Funding Rate */
            funding_rate: number | null;
            indicators: components["schemas"]["IndicatorsView"] | null;
            /** Next Funding Time */
            next_funding_time: string | null;
            /** Open Interest */
            open_interest: number | null;
            /** Open Interest Usd */
            open_interest_usd: number | null;
            price: components["schemas"]["LivePrice"] | null;
        };
        /**
         * SymbolStanding
         * @description Everything that is cached of one symbol but its candles and its book; null is not cached.
         */
        SymbolStanding: {
            funding: components["schemas"]["FundingView"] | null;
            /** Is Live */
            is_live: boolean | null;
            kind: components["schemas"]["InstrumentKind"];
            open_interest: components["schemas"]["OpenInterestView"] | null;
            quote: components["schemas"]["QuoteView"] | null;
            /** Symbol */
            symbol: string;
            /** Technical */
            technical: components["schemas"]["TechnicalView"][];
            /** Tick Size */
            tick_size: string | null;
            /**
             * Timestamp
             * Format: date-time
             */
            timestamp: string;
        };
        /**
         * SymbolsView
         * @description What is collected and traded.
         */
        SymbolsView: {
            /** Coins */
            coins: string[];
            /** Collected */
            collected: string[];
            /** Configured */
            configured: string[];
            /** Stocks */
            stocks: string[];
            /** Tradable */
            tradable: string[];
            /** Watchlist */
            watchlist: string[];
        };
        /**
         * SystemState
         * @description The `data` of a system_update frame.
         */
        SystemState: {
            /** Message */
            message: string;
            /** Ready */
            ready: boolean;
            /** Reasons */
            reasons: string[];
        };
        /**
         * SystemUpdate
         * @description The desk changed its state.
         */
        SystemUpdate: {
            data: components["schemas"]["SystemState"];
            /** Seq */
            seq: number;
            /**
             * Timestamp
             * Format: date-time
             */
            timestamp: string;
            /**
             * Type
             * @constant
             */
            type: "system_update";
        };
        /**
         * TechnicalView
         * @description The technical picture on one timeframe; `exchange_time` is the close of the last candle in it.
         */
        TechnicalView: {
            /** Age Ms */
            age_ms: number | null;
            /** Exchange Time */
            exchange_time: string | null;
            freshness: components["schemas"]["Freshness"];
            macd: components["schemas"]["MacdView"];
            /** Momentum */
            momentum: number | null;
            /**
             * Received At
             * Format: date-time
             */
            received_at: string;
            /** Resistance */
            resistance: number | null;
            ribbon: components["schemas"]["RibbonOrder"] | null;
            /** Rsi 14 */
            rsi_14: number | null;
            /** Squeeze Fired */
            squeeze_fired: boolean | null;
            /** Squeeze On */
            squeeze_on: boolean | null;
            /** Stoch Rsi D */
            stoch_rsi_d: number | null;
            /** Stoch Rsi K */
            stoch_rsi_k: number | null;
            /** Support */
            support: number | null;
            timeframe: components["schemas"]["Timeframe"];
        };
        /**
         * Thinking
         * @description What a model has said to one question so far; the next frame replaces it.
         */
        Thinking: {
            /** Answer */
            answer: string;
            /** Is Over */
            is_over: boolean;
            /** Model */
            model: string;
            /** Reasoning */
            reasoning: string;
            /**
             * Started At
             * Format: date-time
             */
            started_at: string;
        };
        /**
         * Timeframe
         * @description The length of a candle.
         * @enum {string}
         */
        Timeframe: "1m" | "5m" | "15m" | "1h" | "4h";
        /**
         * TimeInForce
         * @description How long a limit order may wait.
         * @enum {string}
         */
        TimeInForce: "gtc" | "ioc" | "fok" | "post_only";
        /**
         * TradePage
         * @description Fills, newest first.
         */
        TradePage: {
            /** Items */
            items: components["schemas"]["TradeView"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * TradeView
         * @description One execution and why it was.
         */
        TradeView: {
            /** Client Order Id */
            client_order_id: string | null;
            /** Decision Id */
            decision_id: string | null;
            /**
             * Exchange Time
             * Format: date-time
             */
            exchange_time: string;
            /**
             * Fee
             * Format: decimal
             */
            fee: string;
            /** Fee Currency */
            fee_currency: string;
            liquidity: components["schemas"]["Liquidity"];
            /**
             * Price
             * Format: decimal
             */
            price: string;
            purpose: components["schemas"]["OrderPurpose"] | null;
            /**
             * Quantity
             * Format: decimal
             */
            quantity: string;
            side: components["schemas"]["Side"];
            /** Symbol */
            symbol: string;
            /** Trade Id */
            trade_id: string;
        };
        /**
         * Stage
         * @description What is measured, each from the moment the order left.
         * @enum {string}
         */
        tradewind__orders__latency__Stage: "place" | "ack" | "fill";
        /**
         * Stage
         * @description Where on its way a decision first differs from its record.
         * @enum {string}
         */
        tradewind__research__replay_difference__Stage: "record" | "bundle" | "prompt" | "answer" | "parse" | "verdicts";
        /**
         * Trend
         * @description Direction over the long term; defined in analysis/indicators.py.
         * @enum {string}
         */
        Trend: "uptrend" | "downtrend" | "sideways";
        /**
         * Trigger
         * @description What started a cycle.
         * @enum {string}
         */
        Trigger: "schedule" | "manual" | "by_hand";
        /**
         * TriggerAnswer
         * @description What becomes of a trigger.
         */
        TriggerAnswer: {
            /** Accepted */
            accepted: boolean;
            /** Message */
            message: string;
            /** Queued */
            queued: boolean;
        };
        /**
         * TriggerBody
         * @description A trigger carries nothing; an empty body or {}.
         */
        TriggerBody: Record<string, never>;
        /**
         * UnreadableView
         * @description A part of the answer that was no proposal.
         */
        UnreadableView: {
            /** Excerpt */
            excerpt: string;
            /** Reason */
            reason: string;
        };
        /**
         * UseView
         * @description What is used of a limit.
         */
        UseView: {
            /** Limit */
            limit: string | null;
            /** Used */
            used: string | null;
            /** Used Share */
            used_share: string | null;
        };
        /**
         * ValueKind
         * @description How a value is written.
         * @enum {string}
         */
        ValueKind: "number" | "whole" | "decimal" | "choice" | "switch" | "text" | "names" | "other";
        /**
         * VenueFeed
         * @description One kind of datum of a venue.
         */
        VenueFeed: {
            /** Age Ms */
            age_ms: number | null;
            /** Every Seconds */
            every_seconds: number;
            /** Failures */
            failures: number;
            /** Feed */
            feed: string;
            /** Last Failure */
            last_failure: string | null;
            /** Missing */
            missing: string[];
            /**
             * Status
             * @enum {string}
             */
            status: "ok" | "stale";
            /** Symbols */
            symbols: number;
        };
        /**
         * VenueStatus
         * @description One venue at one moment.
         */
        VenueStatus: {
            /** Closed Until */
            closed_until: string | null;
            /** Collected By */
            collected_by: string | null;
            /** Feeds */
            feeds: components["schemas"]["VenueFeed"][];
            /** Reported At */
            reported_at: string | null;
            /**
             * Status
             * @enum {string}
             */
            status: "ok" | "stale" | "closed" | "silent";
            /** Venue */
            venue: string;
            /** Weight Limit */
            weight_limit: number | null;
            /** Weight Used */
            weight_used: number | null;
        };
        /**
         * VerdictView
         * @description What one gate said.
         */
        VerdictView: {
            /** Gate */
            gate: string;
            /** Is Observed */
            is_observed: boolean;
            /** Passed */
            passed: boolean;
            /** Reason */
            reason: string;
        };
        /**
         * WatchlistBody
         * @description The whole list, in the order in which it is kept.
         */
        WatchlistBody: {
            /** Symbols */
            symbols: string[];
        };
        /**
         * WatchlistView
         * @description What is watched; `changed_at` is null while it is that of the settings.
         */
        WatchlistView: {
            /** Changed At */
            changed_at: string | null;
            /** Symbols */
            symbols: string[];
            /**
             * Timestamp
             * Format: date-time
             */
            timestamp: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    trigger_api_autotrade_v1_evaluate_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["TriggerBody"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TriggerAnswer"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    trigger_api_autotrade_v1_manual_eval_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["TriggerBody"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TriggerAnswer"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    portfolio_api_autotrade_v1_portfolio_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PortfolioPage"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    candidates_api_candidates_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CandidateList"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    app_api_config_app_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConfigView"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    history_api_config_history_get: {
        parameters: {
            query?: {
                /** @description next_cursor of the page before */
                cursor?: string | null;
                /** @description items per page */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConfigHistoryPage"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    logging_api_config_logging_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConfigView"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    preview_api_config_preview_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConfigPreviewBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConfigPreviewView"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    symbols_api_config_symbols_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SymbolsView"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    trading_api_config_trading_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConfigView"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    update_api_config_update_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConfigUpdateBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConfigUpdateView"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    usage_api_config_usage_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LimitUses"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    context_api_context_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContextView"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    fills_api_fills_get: {
        parameters: {
            query?: {
                /** @description ISO-8601 with a zone; nothing from then on */
                before?: string | null;
                /** @description next_cursor of the page before */
                cursor?: string | null;
                /** @description items per page */
                limit?: number;
                /** @description of the fill */
                side?: components["schemas"]["Side"] | null;
                /** @description ISO-8601 with a zone; nothing earlier */
                since?: string | null;
                /** @description one instrument alone */
                symbol?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TradePage"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    fills_csv_api_fills_csv_get: {
        parameters: {
            query?: {
                /** @description ISO-8601 with a zone; nothing from then on */
                before?: string | null;
                /** @description next_cursor of the page before */
                cursor?: string | null;
                /** @description items per page */
                limit?: number;
                /** @description of the fill */
                side?: components["schemas"]["Side"] | null;
                /** @description ISO-8601 with a zone; nothing earlier */
                since?: string | null;
                /** @description one instrument alone */
                symbol?: string | null;
                /** @description IANA name, e.g. Europe/Berlin; every time then stands in that zone too, as NAME_local */
                zone?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    health_api_health_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Alive"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    market_data_api_market_data__symbol__get: {
        parameters: {
            query?: {
                /** @description only candles that opened earlier */
                before?: string | null;
                /** @description lines beside the candles, separated by commas: sma_20, sma_50, ema_12, ema_26, bollinger, rsi_14, macd */
                indicators?: string | null;
                /** @description items per page */
                limit?: number;
                /** @description 1m to 1d of swaps, 5m to 1d of coins, 5m of stocks; see symbols */
                timeframe?: components["schemas"]["ChartFrame"] | null;
            };
            header?: never;
            path: {
                /** @description a swap, coin or stock of the desk */
                symbol: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MarketData"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    book_api_market_data__symbol__book_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description a swap, coin or stock of the desk */
                symbol: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SymbolBook"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    standing_api_market_data__symbol__standing_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description a swap, coin or stock of the desk */
                symbol: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SymbolStanding"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    overview_api_market_data_all_overview_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Overview"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    symbols_api_market_data_all_symbols_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChartedSymbols"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    prices_api_market_v1_prices_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Prices"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    orders_api_orders_get: {
        parameters: {
            query?: {
                /** @description ISO-8601 with a zone; nothing from then on */
                before?: string | null;
                /** @description next_cursor of the page before */
                cursor?: string | null;
                /** @description items per page */
                limit?: number;
                /** @description open: those that something can still happen to */
                scope?: "all" | "open";
                /** @description of the order */
                side?: components["schemas"]["Side"] | null;
                /** @description ISO-8601 with a zone; nothing earlier */
                since?: string | null;
                /** @description how far the order has come */
                state?: components["schemas"]["OrderState"] | null;
                /** @description one instrument alone */
                symbol?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderPage"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    place_order_api_orders_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description the same key with the same body gives the same order, with another body 409 */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrderBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlacedView"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    orders_csv_api_orders_csv_get: {
        parameters: {
            query?: {
                /** @description ISO-8601 with a zone; nothing from then on */
                before?: string | null;
                /** @description next_cursor of the page before */
                cursor?: string | null;
                /** @description items per page */
                limit?: number;
                /** @description of the order */
                side?: components["schemas"]["Side"] | null;
                /** @description ISO-8601 with a zone; nothing earlier */
                since?: string | null;
                /** @description how far the order has come */
                state?: components["schemas"]["OrderState"] | null;
                /** @description one instrument alone */
                symbol?: string | null;
                /** @description IANA name, e.g. Europe/Berlin; every time then stands in that zone too, as NAME_local */
                zone?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    order_api_orders__order_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description an order's id */
                order_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderView"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    cancel_api_orders__order_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description an order's id */
                order_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderView"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    amend_api_orders__order_id__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description an order's id */
                order_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AmendBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderView"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    preview_api_orders_preview_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrderBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PreviewView"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    positions_api_positions_get: {
        parameters: {
            query?: {
                /** @description ISO-8601 with a zone; nothing from then on */
                before?: string | null;
                /** @description next_cursor of the page before */
                cursor?: string | null;
                /** @description items per page */
                limit?: number;
                /** @description of the closed position */
                side?: components["schemas"]["PositionSide"] | null;
                /** @description ISO-8601 with a zone; nothing earlier */
                since?: string | null;
                /** @description one instrument alone */
                symbol?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PositionPage"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    positions_csv_api_positions_csv_get: {
        parameters: {
            query?: {
                /** @description ISO-8601 with a zone; nothing from then on */
                before?: string | null;
                /** @description next_cursor of the page before */
                cursor?: string | null;
                /** @description items per page */
                limit?: number;
                /** @description of the closed position */
                side?: components["schemas"]["PositionSide"] | null;
                /** @description ISO-8601 with a zone; nothing earlier */
                since?: string | null;
                /** @description one instrument alone */
                symbol?: string | null;
                /** @description IANA name, e.g. Europe/Berlin; every time then stands in that zone too, as NAME_local */
                zone?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    position_api_positions__position_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description an instrument that is held, or a closed position's id */
                position_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PositionDetail"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    close_api_positions__symbol__close_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description the same key with the same body gives the same order, with another body 409 */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description an instrument */
                symbol: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CloseBody"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlacedView"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    closed_performance_api_positions_performance_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PerformanceView"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    log_api_redis_log_get: {
        parameters: {
            query?: {
                /** @description what the channel or key begins with */
                channel?: string | null;
                /** @description next_cursor of the page before */
                cursor?: string | null;
                /** @description items per page */
                limit?: number;
                /** @description ISO-8601 with zone, by the server's clock */
                since?: string | null;
                /** @description who wrote them */
                source?: components["schemas"]["Source"] | null;
                /** @description what the entries tell of */
                type?: components["schemas"]["LogKind"] | null;
                /** @description ISO-8601 with zone, by the server's clock */
                until?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogPageView"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    series_api_redis_metrics__name__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: components["schemas"]["MetricName"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MetricSeries"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    status_api_redis_status_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RedisStatus"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    scanner_api_scanner_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScanView"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    scanner_csv_api_scanner_csv_get: {
        parameters: {
            query?: {
                /** @description these columns in this order, of symbol, kind, price, price_at, change_pct, change_since, score, timeframe, closed_at, rsi_14, trend, volume_ratio, signals, stance; every one when absent */
                columns?: string | null;
                /** @description these symbols in this order, separated by commas; every one when absent */
                symbols?: string | null;
                /** @description of the columns that belong to one */
                timeframe?: components["schemas"]["Timeframe"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    sparklines_api_scanner_sparklines_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sparklines"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    signals_api_signals_get: {
        parameters: {
            query?: {
                /** @description items per page */
                limit?: number;
                /** @description of one symbol alone */
                symbol?: string | null;
                /** @description entries or exits alone */
                type?: components["schemas"]["SignalType"] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignalList"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    monitor_api_signals_monitor_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MonitorView"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    stats_api_signals_stats_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignalStats"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    status_api_status_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Status"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    watchlist_api_watchlist_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WatchlistView"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    replace_watchlist_api_watchlist_put: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WatchlistBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WatchlistView"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    health_health_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Alive"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    health_healthz_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Alive"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    arena_internal_autotrade_v1_arena_get: {
        parameters: {
            query?: {
                /** @description arenas */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ArenaList"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    arena_curves_internal_autotrade_v1_arena__run__curves_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description an arena's run */
                run: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ArenaCurvesView"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    arena_csv_internal_autotrade_v1_arena__run__leaderboard_csv_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description an arena's run */
                run: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    confidence_calibration_internal_autotrade_v1_calibration_get: {
        parameters: {
            query?: {
                /** @description only what it decided */
                model?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CalibrationView"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    decisions_internal_autotrade_v1_decisions_get: {
        parameters: {
            query?: {
                action?: components["schemas"]["Action"] | null;
                /** @description next_cursor of the page before */
                cursor?: string | null;
                /** @description items per page */
                limit?: number;
                /** @description the desk's account in that mode; absent: in the mode in force */
                mode?: components["schemas"]["RuntimeMode"] | null;
                /** @description only what it decided */
                model?: string | null;
                outcome?: components["schemas"]["Outcome"] | null;
                /** @description ISO-8601 with zone */
                since?: string | null;
                /** @description proposed something for it */
                symbol?: string | null;
                trigger?: components["schemas"]["Trigger"] | null;
                /** @description ISO-8601 with zone, not itself */
                until?: string | null;
                /** @description of a proposal */
                verdict?: ("approved" | "refused") | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DecisionPage"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    decision_internal_autotrade_v1_decisions__decision_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description a decision's id */
                decision_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DecisionChain"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    bundle_internal_autotrade_v1_decisions__decision_id__bundle_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description a decision's id */
                decision_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BundleView"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    replay_internal_autotrade_v1_decisions__decision_id__replay_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description a decision's id */
                decision_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReplayBody"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayAnswer"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    kill_switch_internal_autotrade_v1_kill_switch_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KillSwitchView"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    turn_internal_autotrade_v1_kill_switch_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["KillSwitchBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KillSwitchView"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    lessons_internal_autotrade_v1_lessons_get: {
        parameters: {
            query?: {
                /** @description next_cursor of the page before */
                cursor?: string | null;
                /** @description items per page */
                limit?: number;
                /** @description all: those that hold no longer as well */
                scope?: "active" | "all";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LessonPage"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    add_lesson_internal_autotrade_v1_lessons_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LessonBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LessonView"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    retire_lesson_internal_autotrade_v1_lessons__lesson_id__delete: {
        parameters: {
            query: {
                /** @description who retires it */
                by: string;
            };
            header?: never;
            path: {
                /** @description a lesson's id */
                lesson_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LessonView"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    order_latency_internal_autotrade_v1_metrics_latency_okx_order_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderLatencyView"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    model_usage_internal_autotrade_v1_model_usage_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelUsageView"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    release_safe_mode_internal_autotrade_v1_model_usage_safe_mode_release_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReleaseBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelUsageView"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    portfolio_internal_autotrade_v1_portfolio_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PortfolioPage"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    curves_internal_autotrade_v1_portfolio_curves_get: {
        parameters: {
            query?: {
                period?: components["schemas"]["Period"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Curves"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    equity_internal_autotrade_v1_portfolio_equity_get: {
        parameters: {
            query?: {
                /** @description at most so many points */
                points?: number;
                /** @description ISO-8601 with a zone; the start when absent */
                since?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EquityCurve"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    prompts_internal_autotrade_v1_prompts_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PromptList"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    preview_internal_autotrade_v1_prompts_preview_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PreviewBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PreviewAnswer"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    risk_journal_internal_autotrade_v1_risk_journal_get: {
        parameters: {
            query?: {
                /** @description next_cursor of the page before */
                cursor?: string | null;
                /** @description items per page */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RiskJournalPage"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    runtime_mode_internal_autotrade_v1_runtime_mode_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuntimeModeView"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    switch_internal_autotrade_v1_runtime_mode_patch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RuntimeModeBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModeChangeView"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    approve_internal_autotrade_v1_runtime_mode_approvals_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApprovalBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModeChangeView"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    history_internal_autotrade_v1_runtime_mode_history_get: {
        parameters: {
            query?: {
                /** @description next_cursor of the page before */
                cursor?: string | null;
                /** @description items per page */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModeHistoryPage"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    steps_internal_autotrade_v1_runtime_mode_steps__mode__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                mode: components["schemas"]["RuntimeMode"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModeStepsView"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    scheduler_internal_autotrade_v1_scheduler_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SchedulerView"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    trigger_internal_autotrade_v1_scheduler_trigger_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["TriggerBody"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TriggerAnswer"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    metrics_metrics_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    ready_readyz_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            /** @description A problem document (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
}
