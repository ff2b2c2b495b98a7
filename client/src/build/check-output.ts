/** Reads what `--call=check,format=json` writes. Never throws. */

export interface CheckWarning {
  readonly rule: string | undefined
  readonly message: string
  readonly url: string | undefined
  /** From 0. */
  readonly lines: { readonly start: number; readonly end: number }
}

export interface CheckResult {
  readonly warnings: readonly CheckWarning[]
  /** What keeps the file from being built at all. */
  readonly error: { readonly message: string; readonly lines: CheckWarning['lines'] } | undefined
}

interface Location {
  ranges?: { start?: { line?: number }; end?: { line?: number } }[]
}

/** The result; undefined when this is none. */
export function readCheck(stdout: string): CheckResult | undefined {
  let value: unknown
  try {
    value = JSON.parse(stdout)
  } catch {
    return undefined
  }
  if (typeof value !== 'object' || value === null || !('warnings' in value)) return undefined
  const { warnings, buildError } = value as {
    warnings: unknown
    buildError?: { message?: string; location?: Location }
  }
  const list = Array.isArray(warnings) ? warnings : []
  return {
    warnings: list.map((warning) => ({
      rule: textOf(warning.ruleName),
      message: textOf(warning.detail) ?? textOf(warning.description) ?? '',
      url: pageOf(warning.url),
      lines: linesOf(warning.location),
    })),
    error: buildError && { message: buildError.message ?? '', lines: linesOf(buildError.location) },
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** An address of the web. Whoever wrote the frontend that a Dockerfile names chooses it, so it must not be a command. */
function pageOf(value: unknown): string | undefined {
  return textOf(value)?.match(/^https?:\/\/\S{1,2000}$/i)?.[0]
}

function linesOf(location: Location | undefined): CheckWarning['lines'] {
  const ranges = location?.ranges ?? []
  const start = (ranges[0]?.start?.line ?? 1) - 1
  return { start, end: Math.max(start, (ranges.at(-1)?.end?.line ?? 1) - 1) }
}
