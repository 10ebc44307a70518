/** The rules between the switches of a form and the text that the server reads. */

/** Splits at the commas that are in no parentheses. */
function parts(text) {
  const found = [];
  let depth = 0;
  let part = "";
  for (const letter of text) {
    depth += letter === "(" ? 1 : letter === ")" ? -1 : 0;
    if (letter === "," && depth === 0) {
      found.push(part.trim());
      part = "";
    } else {
      part += letter;
    }
  }
  found.push(part.trim());
  return found.filter((each) => each && each !== "no rules");
}

/** Sets the switches; returns the rules for which there is none. */
export function show(form, text) {
  const { noRepeats, artistGap, artistGapSongs, atMostPerArtist, atMostPerArtistSongs, familiarity, familiarityShare } =
    form.elements;
  for (const each of [noRepeats, artistGap, atMostPerArtist, familiarity]) {
    each.checked = false;
  }
  return parts(text).filter((part) => {
    const [, name, value] = part.match(/^(\w+)\(([\d.]*)\)$/) ?? [];
    if (name === "noRepeats") {
      noRepeats.checked = true;
    } else if (name === "artistGap") {
      artistGap.checked = true;
      artistGapSongs.value = value;
    } else if (name === "atMostPerArtist") {
      atMostPerArtist.checked = true;
      atMostPerArtistSongs.value = value;
    } else if (name === "familiarity") {
      familiarity.checked = true;
      familiarityShare.value = Math.round(100 * value);
    } else {
      return true;
    }
    return false;
  });
}

/** The rules of the switches, and the others, as text. */
export function read(form, others) {
  const is = form.elements;
  const all = [];
  if (is.noRepeats.checked) {
    all.push("noRepeats()");
  }
  if (is.artistGap.checked) {
    all.push(`artistGap(${is.artistGapSongs.value})`);
  }
  if (is.atMostPerArtist.checked) {
    all.push(`atMostPerArtist(${is.atMostPerArtistSongs.value})`);
  }
  if (is.familiarity.checked) {
    all.push(`familiarity(${is.familiarityShare.value / 100})`);
  }
  return [...all, ...others].join(", ") || "no rules";
}
