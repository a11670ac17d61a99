import { describe, expect, it } from 'vitest'
import { parseFrame } from '@/live/frames'
import { aSnapshot } from '../shapes/prices'

describe('text from the socket', () => {
  it('is a frame when it has a known type, a seq and data', () => {
    expect(parseFrame(JSON.stringify(aSnapshot()))).toMatchObject({ seq: 1, snapshot: true })
    expect(parseFrame('{"type":"pong"}')).toEqual({ type: 'pong' })
  })

  it.each([
    '',
    'ping',
    'null',
    '[]',
    '{"type":"rumor_update","seq":1,"data":{}}',
    '{"type":"market_update","data":{}}',
    '{"type":"market_update","seq":"1","data":{}}',
    '{"type":"market_update","seq":1,"data":null}',
    new ArrayBuffer(4),
  ])('is dropped when it is %s', (text) => {
    expect(parseFrame(text)).toBeNull()
  })
})
