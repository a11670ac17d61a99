import type { Shapes } from '@/api/client'
import { NOW } from './prices'

export function aStatus(given: Partial<Shapes['Status']> = {}): Shapes['Status'] {
  return {
    version: '0.1.0',
    ready: true,
    reasons: [],
    started_at: NOW,
    mode: 'simulator',
    desk_state: 'active',
    opening_blocks: [],
    market: { venue: 'okx', source: 'lab', is_simulated: true, tape: 'seed 7' },
    model: { name: 'lab-rules', base_url_host: '127.0.0.1', is_rule_policy: true },
    settings: {
      version: '3f1c09d27ab4e815',
      in_force_since: NOW,
      error: null,
      waiting: [],
      waiting_sha256: null,
      needs_restart: [],
    },
    roles: [{ name: 'trader', state: 'running', since: NOW, restarts: 0, last_error: null }],
    symbols: ['BTC-USDT-SWAP'],
    feeds: [],
    venues: [],
    ...given,
  }
}

export function aVenue(given: Partial<Shapes['VenueStatus']> = {}): Shapes['VenueStatus'] {
  return {
    venue: 'binanceus',
    status: 'ok',
    collected_by: 'desk, process 7',
    reported_at: NOW,
    closed_until: null,
    weight_used: 317,
    weight_limit: 1200,
    feeds: [],
    ...given,
  }
}

export function aSchedule(given: Partial<Shapes['SchedulerView']> = {}): Shapes['SchedulerView'] {
  return {
    period_seconds: 300,
    is_running: false,
    last_started_at: NOW,
    last_finished_at: NOW,
    next_at: null,
    cycles: 1,
    skipped: 0,
    paused_cycles_left: 0,
    paused_by: null,
    last_outcome: 'decided',
    last_error: null,
    ...given,
  }
}
