// Names of the cached answers that the socket writes into or makes stale.

export const topics = {
  portfolio: ['portfolio'],
  equity: ['equity'],
  /** The newest decisions, whole. */
  decisions: ['decisions', 'newest'],
  decisionPages: ['decisions', 'pages'],
  decision: (id: string) => ['decisions', 'one', id] as const,
  /** Apart from `decision`: what a decision saw never changes. */
  bundle: (id: string) => ['bundles', id] as const,
  status: ['status'],
  config: ['config'],
  redis: ['redis'],
  log: (filters: object) => ['redis log', filters] as const,
  scheduler: ['scheduler'],
  prompts: ['prompts'],
  models: ['models'],
  killSwitch: ['kill switch'],
  runtimeMode: ['runtime mode'],
  modeSteps: (mode: string) => ['runtime mode', 'steps', mode] as const,
  modeHistory: ['runtime mode', 'history'],
  everyOrder: ['orders'],
  order: (id: string) => ['orders', 'one', id] as const,
  orders: (scope: 'open' | 'all') => ['orders', scope] as const,
  prices: ['prices'],
  signals: ['signals'],
  scan: ['scan'],
  sparklines: ['sparklines'],
  context: ['market context'],
  watchlist: ['watchlist'],
  symbols: ['symbols'],
  candles: (symbol: string, frame: string) => ['candles', symbol, frame] as const,
  /** Under the account: what changes it brings fills. */
  trades: (symbol: string, since: number | null) => ['portfolio', 'fills', symbol, since] as const,
  book: (symbol: string) => ['book', symbol] as const,
  standing: (symbol: string) => ['standing', symbol] as const,
  monitor: ['signals', 'monitor'],
} as const
