/** The output formats by name; each is loaded only when it is asked for. */

import type { CheckSettings } from '../check/settings.ts'
import type { Format } from './format.ts'

export async function loadFormat({ format, color }: Pick<CheckSettings, 'format' | 'color'>): Promise<Format> {
  switch (format) {
    case 'text':
      return (await import('./text.ts')).textFormat(color ? 'ansi' : 'none')
    case 'json':
      return (await import('./json.ts')).jsonFormat
    case 'sarif':
      return (await import('./sarif.ts')).sarifFormat(process.cwd())
    case 'github':
      return (await import('./github.ts')).githubFormat
    case 'junit':
      return (await import('./junit.ts')).junitFormat
  }
}
