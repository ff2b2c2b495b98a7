/** What package.json declares about trust, and what the packages in its lock file are. */
import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

const root = path.resolve(import.meta.dirname, '../..')
const read = (name: string) => JSON.parse(fs.readFileSync(path.join(root, name), 'utf8'))
const manifest = read('package.json')
const settings: Record<string, { scope: string; type: string; enum?: string[] }> =
  manifest.contributes.configuration.properties
const { untrustedWorkspaces, virtualWorkspaces } = manifest.capabilities

describe('the manifest', () => {
  it('declares both kinds of workspaces in which less is done', () => {
    expect(untrustedWorkspaces.supported).toBe('limited')
    expect(virtualWorkspaces.supported).toBe('limited')
    expect(untrustedWorkspaces.description).toMatch(/no program is run/)
  })

  it('lets no workspace that is not trusted set a path, a program or what is started', () => {
    const paths = Object.entries(settings).filter(([name, { type, enum: choices }]) => {
      return type === 'string' && (choices === undefined || /builder/.test(name))
    })
    expect(paths.map(([name]) => name).sort()).toEqual(
      [...untrustedWorkspaces.restrictedConfigurations]
        .filter((name) => name !== 'dockerfileCoach.shellcheck.enable')
        .sort(),
    )
    for (const name of untrustedWorkspaces.restrictedConfigurations) expect(settings, name).toHaveProperty([name])
  })

  it('keeps programs and the network out of the settings of a workspace', () => {
    expect(settings['dockerfileCoach.shellcheck.path']!.scope).toBe('machine-overridable')
    expect(settings['dockerfileCoach.builderPath']!.scope).toBe('machine-overridable')
    // Asking registries is a matter of the user alone, also in a trusted workspace.
    expect(settings['dockerfileCoach.registry.tags']).toMatchObject({ scope: 'machine', default: false })
  })

  it('is activated by Dockerfiles only, and has nothing that runs when it is installed', () => {
    expect(manifest.activationEvents).toEqual(['onLanguage:dockerfile'])
    for (const name of ['preinstall', 'install', 'postinstall', 'prepare'])
      expect(manifest.scripts).not.toHaveProperty(name)
  })

  it('builds nothing in Restricted Mode: each command about images is off there', () => {
    const commands: { command: string; enablement?: string }[] = manifest.contributes.commands
    const builds = commands.filter(({ command }) => /build|image|layers/i.test(command))
    expect(builds.length).toBeGreaterThan(12)
    for (const { command, enablement } of builds) expect(enablement, command).toMatch(/isWorkspaceTrusted|building/)
  })
})

interface LockedPackage {
  readonly version: string
  readonly license?: string
  readonly dev?: boolean
  readonly hasInstallScript?: boolean
  readonly resolved?: string
  readonly integrity?: string
}

describe('the packages', () => {
  const lock: Record<string, LockedPackage> = read('package-lock.json').packages
  const shipped = Object.entries(lock).filter(([name, { dev }]) => name !== '' && !dev)

  it('have exact versions in package.json, and a hash in the lock file', () => {
    const versions = Object.values({ ...manifest.dependencies, ...manifest.devDependencies })
    for (const version of versions) expect(version).toMatch(/^\d+\.\d+\.\d+(?:-[\w.]+)?$/)
    const others = Object.entries(lock).filter(([name, { integrity }]) => name !== '' && !integrity)
    expect(others.map(([name]) => name)).toEqual([])
  })

  it('have permissive licenses where they are shipped', () => {
    expect(shipped.length).toBeGreaterThan(10)
    const allowed = ['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '0BSD', 'BlueOak-1.0.0', 'CC0-1.0']
    for (const [name, { license }] of shipped) expect(allowed, name).toContain(license)
  })

  it('are no copyleft where they are only used to develop, either', () => {
    for (const [name, { license }] of Object.entries(lock)) {
      expect(license ?? manifest.license, name).not.toMatch(/^(?!.*(?:MIT|Apache|BSD)).*GPL/)
    }
  })

  it('run no program of theirs when they are installed, where they are shipped', () => {
    expect(shipped.filter(([, { hasInstallScript }]) => hasInstallScript).map(([name]) => name)).toEqual([])
  })
})
