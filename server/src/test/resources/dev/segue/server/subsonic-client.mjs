// Asks for songs as a player does that is written with subsonic-api. Arguments: address, user, password, song, artist.
import { SubsonicAPI } from "subsonic-api";

const [url, username, password, id, artist] = process.argv.slice(2);
for (const post of [false, true]) {
  const api = new SubsonicAPI({ url, post, auth: { username, password } });
  console.log((await api.ping()).status);
  for (const songs of [
    (await api.getSimilarSongs({ id })).similarSongs,
    (await api.getSimilarSongs2({ id, count: 2 })).similarSongs2,
    (await api.getTopSongs({ artist })).topSongs,
  ]) {
    console.log((songs?.song ?? []).map((song) => song.id).join(", "));
  }
}
