"""What words of markets mean for a price, over what they mean elsewhere.

Valences are on VADER's scale, -4 to 4, and our own estimates.
"""

_UP_STRONG = """
soar soars soared soaring skyrocket skyrockets skyrocketed skyrocketing rocket rockets rocketed surge surges surged surging
outperform outperforms outperformed outperforming outperformance breakthrough windfall blockbuster bumper
all-time-high record-high turnaround trounce trounces trounced
"""
_UP = """
rally rallies rallied rallying jump jumps jumped jumping climb climbs climbed climbing gain gains gained gaining
beat beats beating tops topped upgrade upgrades upgraded upbeat bullish bull bulls rebound rebounds rebounded rebounding
accelerate accelerates accelerated accelerating expand expands expanded expanding expansion grow grows grew grown growing
growth profit profits profitable profitability buyback buybacks boost boosts boosted boosting recover recovers recovered
recovering recovery raises raised lifted lifts strengthen strengthens strengthened strengthening exceed exceeds exceeded
exceeding surpass surpasses surpassed surpassing momentum breakout uptrend upside undervalued overweight inflows
approval approves approved outpace outpaces outpaced double doubled doubles doubling triple tripled triples
wins won win awarded award secures secured lucrative oversubscribed
"""
_UP_MILD = """
rise rises rose risen rising increase increases increased increasing up higher improve improves improved improving
improvement advance advances advanced advancing adds added dividend dividends partnership launch launches launched
launching contract order orders demand steady resilient ahead efficient efficiency accumulate accumulates synergy
synergies modernize modernise enhance enhances enhanced enhancing positive stronger
"""
_DOWN_MILD = """
fall falls fell fallen falling decrease decreases decreased decreasing down lower dip dips dipped dipping slip slips
slipped slipping ease eases eased slow slows slowed slowing slowdown delay delays delayed delaying soften softens
softened softer cautious caution uncertain uncertainty volatile headwind headwinds subdued sluggish shrink shrinks shrank
shrinking pressure pressured negative weaker flat halt halts halted halting outflows pullback retreat retreats retreated
"""
_DOWN = """
drop drops dropped dropping decline declines declined declining loss losses lose loses lost losing miss misses missed
missing downgrade downgrades downgraded bearish bear bears cut cuts cutting slash slashes slashed layoff layoffs lawsuit
lawsuits sue sues sued suing probe probes probed investigation investigate investigates subpoena recall recalls recalled
deficit writedown write-down impairment underperform underperforms underperformed underweight overvalued downtrend
downside selloff sell-off slide slides slid sliding tumble tumbles tumbled tumbling sink sinks sank sinking weak weaken
weakens weakened weakening warn warns warned warning disappoint disappoints disappointed disappointing shortfall glut
fine fined penalty penalties breach breaches breached outage outages tariff tariffs strike strikes ban bans banned
worsen worsens worsened worsening squeeze squeezed redundancies redundancy dismiss dismissed dismissals temporary-layoffs
"""
_DOWN_STRONG = """
plunge plunges plunged plunging plummet plummets plummeted plummeting crash crashes crashed crashing collapse collapses
collapsed collapsing bankrupt bankruptcy insolvent insolvency default defaults defaulted fraud fraudulent hack hacks
hacked hacking exploit exploited stolen delist delists delisted delisting liquidated liquidation liquidations rout
scandal meltdown wipeout tank tanks tanked tanking ponzi indicted indictment
"""
_GROUPS = (
    (2.8, _UP_STRONG),
    (2.0, _UP),
    (1.1, _UP_MILD),
    (-1.1, _DOWN_MILD),
    (-2.0, _DOWN),
    (-2.9, _DOWN_STRONG),
)
VALENCES = {word: valence for valence, words in _GROUPS for word in words.split()}
"""Lower-case word -> valence."""

MEANINGLESS = frozenset(
    [
        "share",
        "shares",
        "interest",
        "interests",
        "interested",
        "trust",
        "trusts",
        "security",
        "securities",
        "united",
        "vice",
        "credit",
        "credits",
        "crude",
        "equity",
        "gross",
        "mine",
        "mines",
        "fire",
        "agreement",
        "agreements",
        "agreed",
        "agree",
        "solution",
        "solutions",
        "like",
        "energy",
        "value",
        "values",
        "valued",
        "party",
        "play",
        "plays",
        "player",
        "create",
        "creates",
        "created",
        "chance",
        "special",
        "support",
        "supports",
        "supported",
        "original",
        "please",
        "well",
        "natural",
        "intelligence",
        "intelligent",
        "smart",
        "safe",
        "safety",
        "save",
        "help",
        "helps",
        "join",
        "joins",
        "care",
        "free",
        "novel",
        "fun",
        "game",
        "games",
        "favorite",
        "number",
        "treasury",
        "commitment",
        "challenge",
        "challenges",
        "risk",
        "risks",
        "debt",
        "debts",
        "tax",
        "taxes",
        "dedicated",
        "easy",
        "top",
        "ready",
        "best",
        "wealth",
        "legal",
    ]
)
"""Words that carry a feeling elsewhere and none in the name of a product, an office or an instrument."""
