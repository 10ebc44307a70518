/** What became of a list, in words. */

import { title } from "./room-elements.js";

const NAMED = 3;

export function changes({ before, after }) {
  const ids = (songs) => new Set(songs.map((song) => song.id));
  const left = before.filter((song) => !ids(after).has(song.id));
  const came = after.filter((song) => !ids(before).has(song.id));
  if (!left.length && !came.length) {
    return before.every((song, i) => song.id === after[i].id)
      ? "The list stays as it was."
      : "The same songs come next, in another order.";
  }
  return [
    left.length ? `Left the list: ${names(left)}.` : "",
    came.length ? `New in it: ${names(came)}.` : "",
  ].join(" ");
}

function names(songs) {
  const more = songs.length - NAMED;
  const some = songs.slice(0, more > 0 ? NAMED : undefined).map(title).join(", ");
  return more > 0 ? `${some} and ${more} more` : some;
}
