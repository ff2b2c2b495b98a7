/** Reads what a vulnerability scanner found in an image. Never throws. */

export interface Vulnerability {
  readonly id: string
  readonly package: string
  readonly installed: string
  readonly fixed: string | undefined
  readonly severity: string
  readonly title: string
  /** Digest of the contents of the layer that the package came with. */
  readonly layer: string | undefined
}

/** `trivy image --format json`, the most severe first. */
export function readTrivy(json: string): Vulnerability[] {
  let report: unknown
  try {
    report = JSON.parse(json)
  } catch {
    return []
  }
  const results = listOf(report, 'Results').flatMap((result) => listOf(result, 'Vulnerabilities'))
  return results.map(toVulnerability).sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity))
}

const severities = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'UNKNOWN']

function listOf(value: unknown, name: string): unknown[] {
  const list = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined
  return Array.isArray(list) ? list : []
}

function toVulnerability(value: unknown): Vulnerability {
  const found = value as Record<string, unknown>
  const text = (name: string): string => (typeof found[name] === 'string' ? found[name] : '')
  const layer = (found.Layer as { DiffID?: unknown } | undefined)?.DiffID
  return {
    id: text('VulnerabilityID'),
    package: text('PkgName'),
    installed: text('InstalledVersion'),
    fixed: text('FixedVersion') || undefined,
    severity: severities.includes(text('Severity')) ? text('Severity') : 'UNKNOWN',
    title: text('Title'),
    layer: typeof layer === 'string' ? layer : undefined,
  }
}

/** Those that came with the base image and are fixed in a newer package: a newer base image has the fix. */
export function fixedByBase(found: readonly Vulnerability[], layersOfBase: readonly string[]): Vulnerability[] {
  const base = new Set(layersOfBase)
  return found.filter(({ fixed, layer }) => fixed !== undefined && layer !== undefined && base.has(layer))
}

/** `3 critical, 10 high`. */
export function countsInWords(found: readonly Vulnerability[]): string {
  const counts = severities.flatMap((severity) => {
    const count = found.filter((vulnerability) => vulnerability.severity === severity).length
    return count > 0 ? [`${count} ${severity.toLowerCase()}`] : []
  })
  return counts.join(', ') || 'nothing'
}
