// Text as data: how it is compared, how it is shown without harm, and what calendar time it means.

const LETTERS = { ß: "ss", ø: "o", ł: "l", đ: "d", ı: "i", æ: "ae", œ: "oe" };
const BIDI_CONTROLS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const CONTROLS = /[\u0000-\u0008\u000b-\u001f]/g;
const UNPRINTABLE = /[\u007f-\u009f\ufffe\uffff]|\p{Cs}/gu;

// Lower case without diacritics; Hangul falls into its letters, so that half a syllable already matches.
const plain = (text) =>
  text
    .toLowerCase()
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[ßøłđıæœ]/g, (letter) => LETTERS[letter]);

// Control characters get a visible sign; marks that turn the direction of the text are taken out.
const visible = (text) =>
  String(text)
    .replace(CONTROLS, (sign) => String.fromCharCode(0x2400 + sign.charCodeAt(0)))
    .replace(UNPRINTABLE, "\ufffd")
    .replace(BIDI_CONTROLS, "");

const clip = (text, length) => {
  const letters = Array.from(text.slice(0, length * 4));
  return letters.length > length || text.length > length * 4 ? letters.slice(0, length - 1).join("") + "…" : text;
};

// [first, last] month, counted from year 0, of an ISO 8601 date, month, year, quarter or interval; null when none.
function months(time) {
  const ends = time.split("/").map((end) => {
    const found = /^(\d{4})(?:-(?:Q([1-4])|(\d{2})))?/.exec(end);
    if (!found) return null;
    const year = Number(found[1]) * 12;
    if (found[2]) return [year + (found[2] - 1) * 3, year + found[2] * 3 - 1];
    const month = Number(found[3] || 0);
    if (month > 12) return null;
    return month ? [year + month - 1, year + month - 1] : [year, year + 11];
  });
  const known = ends.filter(Boolean);
  return known.length ? [known[0][0], known[known.length - 1][1]] : null;
}
