// How every chart's frame and clock look.
import { type ChartOptions, type DeepPartial, TickMarkType } from 'lightweight-charts'
import { formatTime, type TimeStyle, type Zone } from '@/format/time'
import type { inks } from './inks'

/** What a chart is created with. */
export const FRAME: DeepPartial<ChartOptions> = {
  layout: { attributionLogo: false, fontSize: 11 },
  handleScroll: { vertTouchDrag: false },
  timeScale: { borderVisible: false, timeVisible: true, minBarSpacing: 0.01 },
  rightPriceScale: { borderVisible: false, scaleMargins: { top: 0.12, bottom: 0.12 } },
}

/** The frame in the page's colors. */
export function painted(ink: ReturnType<typeof inks>): DeepPartial<ChartOptions> {
  return {
    layout: { background: { color: 'transparent' }, textColor: ink.faint },
    grid: { vertLines: { visible: false }, horzLines: { color: ink.line } },
    crosshair: {
      vertLine: { color: ink.faint, labelBackgroundColor: ink.raised },
      horzLine: { color: ink.faint, labelBackgroundColor: ink.raised },
    },
  }
}

/** The clock in `zone`, the values as `format` writes them. */
export function written(zone: Zone, format: (value: number) => string): DeepPartial<ChartOptions> {
  const asText = (time: unknown, style: TimeStyle) =>
    formatTime(new Date(Number(time) * 1000).toISOString(), zone, style)
  return {
    localization: {
      priceFormatter: format,
      timeFormatter: (time: unknown) => asText(time, 'minute'),
    },
    timeScale: {
      tickMarkFormatter: (time: unknown, mark: TickMarkType) => asText(time, styleOf(mark)),
    },
  }
}

function styleOf(mark: TickMarkType): TimeStyle {
  if (mark === TickMarkType.TimeWithSeconds) return 'clock'
  return mark === TickMarkType.Time ? 'short' : 'day'
}
