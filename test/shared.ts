/** Finds the reference data that lies beside a checkout on the machines that have it. */
import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder with the corpus and the outside cases; undefined where it is not there. */
export function shared(): string | undefined {
  const folder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../shared')
  return existsSync(path.join(folder, 'corpus')) ? folder : undefined
}
