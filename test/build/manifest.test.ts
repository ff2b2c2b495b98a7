/** What package.json says of builds holds together with the code. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
const { commands, menus, problemMatchers, taskDefinitions, configuration } = manifest.contributes
const source = readFileSync(new URL('../../client/src/build/index.ts', import.meta.url), 'utf8')

it('matches the output of the command line and of a failed build', () => {
  const { regexp } = problemMatchers[0].pattern
  const read = (line: string): string[] => [...(new RegExp(regexp).exec(line) ?? [])].slice(1)
  expect(
    read('api/Dockerfile:7:5 warning `apt-get install` waits; pass `-y` (apt-install-without-yes, DL3014)'),
  ).toEqual(['api/Dockerfile', '7', '5', 'warning', '`apt-get install` waits; pass `-y`', 'apt-install-without-yes'])
  expect(read('C:\\w\\Dockerfile:7:5: error: RUN failed (why?) here')).toEqual([
    'C:\\w\\Dockerfile',
    '7',
    '5',
    'error',
    'RUN failed (why?) here',
    undefined,
  ])
  expect(read('   7 | RUN x')).toEqual([])
})

it('has a palette entry with a condition for every command of builds, and a handler', () => {
  const registered = new Set(
    [...source.matchAll(/command\('(\w+)'|'dockerfileCoach\.(cancelBuild)'/g)].map((match) => match[1] ?? match[2]),
  )
  for (const name of registered) {
    const command = `dockerfileCoach.${name}`
    expect(commands.find((entry: { command: string }) => entry.command === command)?.enablement, name).toBeTruthy()
    const entry = menus.commandPalette.find((item: { command: string }) => item.command === command)
    expect(entry?.when, name).toMatch(/canBuild|building|false/)
  }
  expect(registered.size).toBe(14)
})

it('takes settings that name a program or choose one from trusted workspaces only', () => {
  expect(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations).toEqual(
    expect.arrayContaining(['dockerfileCoach.builder', 'dockerfileCoach.builderPath']),
  )
  const properties = Object.assign(
    {},
    ...[configuration].flat().map((section: { properties: object }) => section.properties),
  )
  for (const name of ['build.context', 'build.showSizes', 'build.codeLens'])
    expect(properties).toHaveProperty([`dockerfileCoach.${name}`])
  expect(taskDefinitions[0]).toMatchObject({ type: 'dockerfile-coach', required: ['dockerfile'] })
})
