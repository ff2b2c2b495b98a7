/** The rules of this family, in the order of the catalogue. */

import type { Rule } from '../../lint/rule.ts'
import { apkCacheKept } from './apk-cache-kept.ts'
import { aptListsKept } from './apt-lists-kept.ts'
import { cacheKeptRules } from './cache-kept.ts'
import { installWithoutYesRules } from './install-without-yes.ts'

export const packagesRules: readonly Rule[] = [...installWithoutYesRules, aptListsKept, apkCacheKept, ...cacheKeptRules]
