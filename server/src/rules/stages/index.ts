/** The rules of this family, in the order of the catalogue. */

import type { Rule } from '../../lint/rule.ts'
import { buildToolsInFinalImage } from './build-tools-in-final-image.ts'
import { buildWithoutDevDependencies } from './build-without-dev-dependencies.ts'
import { circularStage } from './circular-stage.ts'
import { constantPlatform } from './constant-platform.ts'
import { copyFromEmptyStage } from './copy-from-empty-stage.ts'
import { copyFromItself } from './copy-from-itself.ts'
import { copyRootOntoRoot } from './copy-root-onto-root.ts'
import { deprecatedBaseImage } from './deprecated-base-image.ts'
import { devDependenciesInFinalImage } from './dev-dependencies-in-final-image.ts'
import { duplicateStageName } from './duplicate-stage-name.ts'
import { endOfLifeBaseImage } from './end-of-life-base-image.ts'
import { globalArgNotRedeclared } from './global-arg-not-redeclared.ts'
import { invalidDefaultArgInFrom } from './invalid-default-arg-in-from.ts'
import { largeBaseImage } from './large-base-image.ts'
import { latestTag } from './latest-tag.ts'
import { noShellInImage } from './no-shell-in-image.ts'
import { redundantTargetPlatform } from './redundant-target-platform.ts'
import { reservedStageName } from './reserved-stage-name.ts'
import { stageNameCasing } from './stage-name-casing.ts'
import { undefinedArgInFrom } from './undefined-arg-in-from.ts'
import { unknownStage } from './unknown-stage.ts'
import { unpinnedDigest } from './unpinned-digest.ts'
import { untaggedBaseImage } from './untagged-base-image.ts'
import { untrustedRegistry } from './untrusted-registry.ts'
import { unusedStage } from './unused-stage.ts'

export const stagesRules: readonly Rule[] = [
  stageNameCasing,
  duplicateStageName,
  reservedStageName,
  unknownStage,
  copyFromItself,
  copyRootOntoRoot,
  circularStage,
  noShellInImage,
  copyFromEmptyStage,
  unusedStage,
  undefinedArgInFrom,
  invalidDefaultArgInFrom,
  globalArgNotRedeclared,
  constantPlatform,
  redundantTargetPlatform,
  untaggedBaseImage,
  latestTag,
  unpinnedDigest,
  untrustedRegistry,
  endOfLifeBaseImage,
  deprecatedBaseImage,
  largeBaseImage,
  buildToolsInFinalImage,
  devDependenciesInFinalImage,
  buildWithoutDevDependencies,
]
