/** Makes a message of a text that quotes a file: one line without what steers a terminal or turns the text around. */

/** Longer messages are cut; they quote the author, who may have quoted a whole script. */
const longestMessage = 400

/** Messages quote the file: line breaks become blanks, and what is not seen or turns the text around becomes a mark. */
export function oneLine(message: string): string {
  const plain = /[\0-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/.test(message)
    ? message
        .slice(0, 64 * longestMessage)
        .replace(/[\t-\r\x85\u2028\u2029][\t-\r\x85\u2028\u2029 ]*/g, ' ')
        .replace(/[\0-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '\ufffd')
    : message
  if (plain.length <= longestMessage) return plain
  return `${plain.slice(0, longestMessage - 1).replace(/[\ud800-\udbff]$/, '')}…`
}
