/** The rules of this family, in the order of the catalogue. */

import type { Rule } from '../../lint/rule.ts'
import { addAptRepository } from './add-apt-repository.ts'
import { apkCacheKept } from './apk-cache-kept.ts'
import { aptInstallRecommends } from './apt-install-recommends.ts'
import { aptInsteadOfAptGet } from './apt-instead-of-apt-get.ts'
import { aptKeyDeprecated } from './apt-key-deprecated.ts'
import { aptListsKept } from './apt-lists-kept.ts'
import { cacheKeptRules } from './cache-kept.ts'
import { distUpgradeRules } from './dist-upgrade.ts'
import { installWithoutYesRules } from './install-without-yes.ts'
import { npmInstallInsteadOfCi } from './npm-install-instead-of-ci.ts'
import { npmProductionFlagDeprecated } from './npm-production-flag-deprecated.ts'
import { unpinnedRules } from './unpinned.ts'

export const packagesRules: readonly Rule[] = [
  ...installWithoutYesRules,
  aptInstallRecommends,
  aptListsKept,
  aptInsteadOfAptGet,
  ...unpinnedRules,
  apkCacheKept,
  ...cacheKeptRules,
  npmInstallInsteadOfCi,
  npmProductionFlagDeprecated,
  ...distUpgradeRules,
  aptKeyDeprecated,
  addAptRepository,
]
