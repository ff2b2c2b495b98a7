/**
 * Polls. VS Code cancels a running provider request (an empty result, or the error `Canceled`) when any provider gets
 * registered meanwhile, which happens during start-up; so every `execute…Provider` call has to be tried again.
 */
export async function until<T>(
  what: string,
  probe: () => T | undefined | false | Thenable<T | undefined | false>,
  milliseconds = 30_000,
): Promise<T> {
  const end = Date.now() + milliseconds
  let last: unknown
  for (;;) {
    try {
      const value = await probe()
      if (value) return value
    } catch (error) {
      if (!/^Cancell?ed/.test((error as Error).message)) throw error
      last = error
    }
    if (Date.now() > end) throw new Error(`timed out: ${what}${last ? ` (${String(last)})` : ''}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
