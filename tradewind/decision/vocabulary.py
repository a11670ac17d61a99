"""The words that models use for our actions and fields, in the languages and dialects that were seen."""

import re
from functools import lru_cache

from tradewind.decision.lenient_json import WIDE
from tradewind.domain.decision import Action

_ACTIONS = {
    Action.BUY: "long open_long enter_long add_long add_to_long go_long buy_long long_entry buy_to_enter "
    "buy_to_open open_buy 买入 做多 开多 加多",
    Action.SELL: "short open_short enter_short add_short add_to_short go_short sell_short short_entry "
    "sell_to_enter sell_to_open open_sell 卖出 做空 开空 加空",
    Action.CLOSE: "close_long close_short close_position close_all full_close exit_position exit exit_long "
    "exit_short flatten go_flat liquidate sell_to_close buy_to_close buy_to_cover cover 平仓 平多 平空 清仓 全部平仓",
    Action.HOLD: "keep maintain hold_position hold_long hold_short keep_position 持有 持仓 保持 继续持有",
    Action.NO_ENTRY: "wait none no_trade no_action skip stay_out do_nothing pass observe flat neutral watch "
    "stand_aside avoid noop no_op 观望 等待 不操作 无操作 空仓 不交易",
    Action.REDUCE: "partial_close close_partial partial_exit trim reduce_position scale_out reduce_long "
    "reduce_short take_partial_profit partial_take_profit 减仓 部分平仓",
    Action.MOVE_STOP: "update_stop_loss update_stop adjust_stop adjust_stop_loss move_stop_loss tighten_stop "
    "tighten_stop_loss trail_stop modify_stop modify_stop_loss set_stop set_stop_loss update_take_profit "
    "adjust_take_profit move_take_profit set_take_profit modify_take_profit 移动止损 调整止损 更新止损 调整止盈",
}
ACTIONS = {word: action for action, words in _ACTIONS.items() for word in (action.value, *words.split())}
"""`flat` and `neutral` may only say how the market looks, so they stay out; a model that wants to close says so."""
NEEDS_SIDE = frozenset(["open", "enter", "entry", "open_position", "new_position", "开仓"])
"""Openings that only a side of their own makes a trade."""
LONG_WORDS = frozenset(["long", "buy", "多", "做多", "多头"])
SHORT_WORDS = frozenset(["short", "sell", "空", "做空", "空头"])

_FIELDS = {
    "symbol": "coin ticker instrument inst_id instid pair trading_pair asset contract 币种 交易对 标的 合约 代码",
    "action": "decision signal operation trade_signal trade_action 操作 动作 决策",
    "side": "direction position_side pos_side 方向",
    "confidence": "confidence_score confidence_level conviction 置信度 信心 信心度",
    "notional": "position_size_usd position_size_usdt notional_usd notional_usdt notional_value position_value "
    "position_value_usd position_value_usdt size_usd size_usdt order_value_usd order_size_usd amount_usd "
    "amount_usdt usd_amount 名义价值",
    "quantity": "qty coin_quantity coins 数量",
    "margin": "margin_usd margin_usdt collateral_usd 保证金",
    "size": "amount position_size order_size 仓位 仓位大小",
    "share": "target_portion_of_balance position_size_pct position_size_percent size_pct size_percent "
    "allocation allocation_pct portfolio_percent fraction_of_equity equity_fraction 仓位比例",
    "leverage": "lever leverage_x 杠杆 杠杆倍数",
    "stop_price": "stop_loss stop sl stoploss stop_loss_price new_stop_loss new_stop new_stop_price "
    "new_stop_loss_price 止损 止损价 止损价格 新止损",
    "take_profit_price": "take_profit tp profit_target target target_price takeprofit new_take_profit "
    "new_take_profit_price 止盈 止盈价 止盈价格 目标价",
    "close_fraction": "close_ratio reduce_fraction reduce_ratio exit_fraction fraction portion",
    "close_percent": "close_percentage close_pct reduce_percent reduce_percentage reduce_pct exit_percent "
    "exit_pct percentage 平仓比例 减仓比例 平仓百分比",
    "rationale": "reasoning reason justification explanation analysis thought thoughts comment summary thinking "
    "理由 原因 分析 说明",
    "proposed_trade": "risk_proposed_trade trade_summary 交易提议",
    "thesis": "risk_thesis trade_thesis 风险论点",
    "max_pain": "max_pain_scenario worst_case worst_case_scenario 最坏情况",
    "plan": "recovery_plan hedge_plan recovery_or_hedge_plan contingency_plan 应对计划",
    "pause_cycles": "pause_for_cycles skip_cycles wait_cycles 暂停周期",
    "decisions": "trades trading_decisions trade_decisions actions orders items proposals recommendations "
    "signals 决策列表 交易决策 交易",
}
FIELDS = {word: name for name, words in _FIELDS.items() for word in (name, *words.split())}
"""What a key may be called, to our name of it."""

NARRATIVE = ("proposed_trade", "thesis", "max_pain", "plan")
NESTED = frozenset(
    [
        "exit_plan",
        "params",
        "parameters",
        "args",
        "trade_signal_args",
        "order",
        "trade",
        "details",
        "risk",
        "risk_governance",
        "risk_narrative",
        "risk_management",
        "风险",
    ]
)
"""Keys whose object belongs to the item that holds it."""
WRAPPINGS = frozenset(["result", "response", "answer", "output", "content", "arguments", "function", "input"])
"""Keys whose value is the document itself."""
REMARKS = frozenset(
    [
        "risk_usd",
        "risk_reward",
        "risk_reward_ratio",
        "invalidation_condition",
        "invalidation",
        "timeframe",
        "strategy",
        "trading_strategy",
        "setup",
        "pattern",
        "trend",
        "market_condition",
        "current_price",
        "notes",
        "风险金额",
        "盈亏比",
    ]
)
"""Fields that models add and that change nothing about the order."""
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_GAPS = re.compile(r"[\s\-_.]+")
_LONGEST_WORD = 60


def field_name(key: str) -> str:
    """Return our name of the field `key`, its own in lower case when it has none."""
    plain = spelled(key)
    return FIELDS.get(plain, plain)


def spelled(word: str) -> str:
    """Return a word as the tables spell it: lower case, narrow, underscores between its parts."""
    return _spelled(word[: _LONGEST_WORD + 1])  # what is remembered stays small, however long a word is


@lru_cache(maxsize=2_000)
def _spelled(word: str) -> str:
    narrow = word.translate(WIDE).strip()
    return _GAPS.sub("_", _CAMEL.sub("_", narrow)).lower().strip("_")
