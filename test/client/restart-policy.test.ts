/** When a server that ended by itself is started again. */
import { expect, it } from 'vitest'
import { createRestartPolicy } from '../../client/src/restart-policy.ts'

it('waits longer each time, and gives up at the fifth end within three minutes', () => {
  const policy = createRestartPolicy()
  expect([0, 1000, 2000, 5000, 9000].map((now) => policy.ended(now))).toEqual([500, 1000, 2000, 4000, undefined])
  expect(policy.ended(10_000)).toBeUndefined()
})

it('forgets ends that are long past', () => {
  const policy = createRestartPolicy()
  for (let minute = 0; minute < 30; minute++) expect(policy.ended(minute * 60_000)).toBeLessThanOrEqual(2000)
})

it('begins anew when somebody starts it by hand', () => {
  const policy = createRestartPolicy()
  for (let i = 0; i < 5; i++) policy.ended(i)
  policy.forget()
  expect(policy.ended(6)).toBe(500)
})
