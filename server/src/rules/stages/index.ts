/** The rules of this family, in the order of the catalogue. */

import type { Rule } from '../../lint/rule.ts'
import { buildToolsInFinalImage } from './build-tools-in-final-image.ts'
import { copyFromEmptyStage } from './copy-from-empty-stage.ts'
import { copyRootOntoRoot } from './copy-root-onto-root.ts'
import { invalidDefaultArgInFrom, undefinedArgInFrom } from './from-arguments.ts'
import { constantPlatform, redundantTargetPlatform } from './from-platform.ts'
import { globalArgNotRedeclared } from './global-arg-not-redeclared.ts'
import { deprecatedBaseImage, endOfLifeBaseImage } from './image-support.ts'
import { latestTag, unpinnedDigest, untaggedBaseImage } from './image-tags.ts'
import { largeBaseImage } from './large-base-image.ts'
import { noShellInImage } from './no-shell-in-image.ts'
import { buildWithoutDevDependencies, devDependenciesInFinalImage } from './node-dependencies.ts'
import { circularStage, copyFromItself } from './stage-cycles.ts'
import { duplicateStageName, reservedStageName, stageNameCasing } from './stage-names.ts'
import { unknownStage } from './unknown-stage.ts'
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
