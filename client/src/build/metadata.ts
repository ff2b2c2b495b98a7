/** Reads what a builder and an engine record of a finished build: metadata file, history, image. Never throws. */

import type { RecordedLayer, RecordedStep } from '../protocol.ts'
import type { BuildRecord, BuildStep } from './output.ts'

export interface BuildMetadata {
  readonly imageId: string | undefined
  /** First and last line (from 0) by the digest of the step. */
  readonly linesByStep: ReadonlyMap<string, { readonly start: number; readonly end: number }>
}

interface Provenance {
  buildConfig?: { digestMapping?: Record<string, string> }
  metadata?: Record<string, { source?: { locations?: Record<string, StepLocation> } } | undefined>
}

interface StepLocation {
  locations?: { ranges?: { start?: { line?: number }; end?: { line?: number } }[] }[]
}

/** BuildKit's name of its own part of a provenance record. */
const buildKitMetadata = 'https://mobyproject.org/buildkit@v1#metadata'

/** The file that buildx writes with `--metadata-file`; the lines need a provenance of mode `max`. */
export function readMetadata(json: string): BuildMetadata {
  const root = parse<Record<string, unknown> | null>(json) ?? {}
  const provenance = root['buildx.build.provenance'] as Provenance | undefined
  const locations = provenance?.metadata?.[buildKitMetadata]?.source?.locations ?? {}
  const linesByStep = new Map<string, { start: number; end: number }>()
  for (const [digest, step] of Object.entries(provenance?.buildConfig?.digestMapping ?? {})) {
    const ranges = locations[step]?.locations?.[0]?.ranges ?? []
    const start = ranges[0]?.start?.line
    const end = ranges.at(-1)?.end?.line
    if (start !== undefined && end !== undefined) linesByStep.set(digest, { start: start - 1, end: end - 1 })
  }
  const id = root['containerimage.config.digest'] ?? root['containerimage.digest']
  return { imageId: typeof id === 'string' ? id : undefined, linesByStep }
}

/** The finished steps that belong to instructions. */
export function recordedSteps(record: BuildRecord, metadata: BuildMetadata): RecordedStep[] {
  return record.steps.filter(isInstruction).map((step) => ({
    stage: step.stage,
    index: step.index,
    text: step.text,
    seconds: step.seconds ?? 0,
    cached: step.cached,
    lines: metadata.linesByStep.get(step.id),
  }))
}

function isInstruction(step: BuildStep): boolean {
  return step.finished && step.index !== undefined && step.error === undefined && !step.canceled
}

/** `docker history --format json`: an object a line, sizes in bytes or (`--human`) in words; Podman gives one array. */
export function readHistory(output: string): RecordedLayer[] {
  const array = output.trimStart().startsWith('[') ? parse<unknown[]>(output) : undefined
  const entries = array ?? output.split('\n').map((line) => parse<unknown>(line))
  return entries.flatMap((entry) => {
    if (typeof entry !== 'object' || entry === null) return []
    const { CreatedBy, Size, size } = entry as Record<string, unknown>
    return [{ createdBy: typeof CreatedBy === 'string' ? CreatedBy : '', bytes: bytesOf(Size ?? size) }]
  })
}

function bytesOf(size: unknown): number {
  if (typeof size === 'number') return size
  const match = /^([\d.]+)\s*([kMGT]?)B?$/.exec(typeof size === 'string' ? size : '')
  if (!match) return 0
  return Math.round(Number(match[1]) * 1000 ** ['', 'k', 'M', 'G', 'T'].indexOf(match[2]))
}

export interface ImageFacts {
  readonly id: string
  readonly bytes: number
  readonly platform: string
  /** Digests of the layers' contents, the lowest first. */
  readonly layers: readonly string[]
}

/** `docker image inspect`: of the first image in it. */
export function readImage(output: string): ImageFacts | undefined {
  const images = parse<unknown>(output)
  const image: Record<string, unknown> | null | undefined = Array.isArray(images) ? images[0] : undefined
  if (typeof image !== 'object' || typeof image?.Id !== 'string') return undefined
  const layers = (image.RootFS as { Layers?: unknown } | undefined)?.Layers
  return {
    id: image.Id,
    bytes: typeof image.Size === 'number' ? image.Size : 0,
    platform: `${image.Os}/${image.Architecture}`,
    layers: Array.isArray(layers) ? layers.map(String) : [],
  }
}

function parse<T>(json: string): T | undefined {
  try {
    return JSON.parse(json) as T
  } catch {
    return undefined
  }
}
