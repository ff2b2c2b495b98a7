/** Configuration files by name, and what reading one gives. */

import type { Configuration } from '../lint/configuration.ts'
import type { ConfigurationProblem } from '../lint/configuration-yaml.ts'

/** The names of our own configuration file; the first that is there counts. */
export const configurationNames = ['dockerfile-coach.yaml', 'dockerfile-coach.yml'] as const

/** hadolint's, which is read where there is none of ours. */
export const hadolintNames = ['.hadolint.yaml', '.hadolint.yml'] as const

/** A configuration file with everything that it extends. */
export interface LoadedConfiguration {
  readonly path: string
  readonly kind: 'own' | 'hadolint'
  readonly configuration: Configuration
  readonly problems: readonly FileProblem[]
}

/** A problem in the file that was found or in one that it extends. */
export interface FileProblem extends ConfigurationProblem {
  readonly path: string
}
