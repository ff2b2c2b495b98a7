/** The examples as BuildKit judges them. */
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'

const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'dockerfile-coach-examples-'))
afterAll(() => fs.rmSync(temporary, { recursive: true, force: true }))

/** The names of BuildKit's checks that an example does not pass. The engine is offline: one image stands for all. */
function failedChecks(example: string): string[] {
  const text = fs.readFileSync(path.join('examples', example, 'Dockerfile'), 'utf8')
  const dockerfile = path.join(temporary, `${example}.Dockerfile`)
  fs.writeFileSync(dockerfile, text.replace(/^# syntax=/, '# frontend: '))
  const bases = [...text.matchAll(/^FROM (\S+)/gm)].map((match) => match[1])
  const contexts = bases.map((base) => `--build-context=${base}=docker-image://busybox:latest`)
  const options = ['buildx', 'build', '--call=check,format=json', ...contexts, '--file', dockerfile]
  const { stdout, stderr, error } = spawnSync('docker', [...options, path.join('examples', example)], {
    encoding: 'utf8',
  })
  if (error) throw error
  expect(stdout, stderr).toMatch(/^\{/)
  const { warnings } = JSON.parse(stdout) as { warnings?: { ruleName: string }[] }
  return (warnings ?? []).map(({ ruleName }) => ruleName).sort()
}

it('web-shop has what BuildKit reports', () => {
  expect(failedChecks('web-shop')).toEqual(['JSONArgsRecommended', 'MaintainerDeprecated'])
})

it('weather-api has nothing that BuildKit reports', () => {
  expect(failedChecks('weather-api')).toEqual([])
})

it('link-checker has nothing that BuildKit reports', () => {
  expect(failedChecks('link-checker')).toEqual([])
})
