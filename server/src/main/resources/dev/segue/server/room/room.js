/** The listening room. What it shows of songs is text, never HTML: titles are written by strangers. */

import { changes } from "./room-changes.js";
import { at, button, element, full, named, title } from "./room-elements.js";
import { Column, PLAYED_ON } from "./room-list.js";
import { SongMap } from "./room-map.js";
import * as rules from "./room-rules.js";
import { Refusal, ask, keepToken, put, remove, tell } from "./room-server.js";
import { keepZone, showTime, time } from "./room-time.js";

const LISTENER = "segue.room";
const TYPING = 150; // milliseconds

const room = {
  listener: "",
  heard: [],
  others: [], // rules without a switch
  kept: false, // whether the server has the rules
  columns: [],
  names: new Map(), // songs by id, for bans
};

const rulesText = () => rules.read(at("rules"), room.others);

/** Whom a column is asked about, and when. */
function asked(column) {
  return { listener: room.listener, model: column.model, time: time() };
}

let last = Promise.resolve();

/** Has something done when what was asked before is done. */
function attempt(what) {
  last = last.catch(() => {}).then(() => run(what));
  return last;
}

/** Has something done; says what goes wrong. */
async function run(what) {
  document.body.setAttribute("aria-busy", "true");
  try {
    at("problem").textContent = "";
    await what();
  } catch (e) {
    if (e instanceof Refusal && e.status === 401) {
      askForToken();
    } else if (e instanceof Refusal) {
      at("problem").textContent = e.message;
    } else {
      throw e;
    }
  } finally {
    document.body.removeAttribute("aria-busy");
  }
}

function askForToken() {
  at("token-problem").textContent = at("token").value ? "That is not the token." : "";
  at("token").value = "";
  if (!at("door").open) {
    at("door").showModal();
  }
}

/** Where the keyboard is, so that it is there again when the lists are new. */
function place() {
  const { action } = document.activeElement.dataset;
  const row = document.activeElement.closest("li");
  if (!action || !row) {
    return () => {};
  }
  const list = row.parentElement;
  const index = [...list.children].indexOf(row);
  return () => {
    const same = [...list.children].find((each) => each.dataset.song === row.dataset.song);
    const there = same ?? list.children[Math.min(index, list.children.length - 1)];
    const found = there?.querySelector(`[data-action=${action}]`) ?? there?.querySelector("button") ?? at("search");
    found.focus();
  };
}

/** Asks for all that the room shows; says what became of the first list. */
async function refresh(words, why = false) {
  const back = place();
  const [listener, ...lists] = await Promise.all([
    ask("/v1/listener", { listener: room.listener }),
    ...room.columns.map((column) => column.ask()),
  ]);
  room.heard = listener.heard;
  const seen = [...room.heard, ...lists.flatMap(({ after }) => after)];
  seen.forEach((song) => room.names.set(song.id, song));
  showHeard();
  showBans(listener);
  room.columns.forEach((column, i) => column.show(words ? lists[i].before : []));
  if (room.columns.length > 1) {
    room.columns.forEach((column, i) => column.compare(room.columns[1 - i]));
  }
  map.show(room.heard, room.columns[0].songs);
  back();
  if (words) {
    say(`${words} ${changes(lists[0])} ${why ? await first(lists[0]) : ""}`);
  }
}

function say(words) {
  at("changed").textContent = words.trim();
}

/** Why another song is first. */
async function first({ before, after }) {
  if (!after.length || after[0].id === before[0]?.id) {
    return "";
  }
  const { text } = await ask("/v1/explain", { ...asked(room.columns[0]), of: after[0].id });
  return `Now first: ${full(after[0])}. ${text}.`;
}

function showHeard() {
  const none = room.heard.length === 0;
  at("begin").hidden = at("empty").hidden = !none;
  at("forget").hidden = none;
  for (const column of room.columns) {
    column.on.hidden = none;
    column.heading.textContent = none ? "Or begin with one of these" : column.words;
  }
  at("heard").replaceChildren(
    ...room.heard.map((song, i) =>
      element(
        "li",
        { data: { song: song.id } },
        named(song),
        i === room.heard.length - 1
          ? button("Like", `Like ${full(song)}`, "like", () => like(song))
          : undefined)));
  at("heard").lastElementChild?.setAttribute("aria-current", "true");
  at("heard").scrollTop = at("heard").scrollHeight;
}

function showBans({ bannedSongs, bannedArtists }) {
  at("bans").hidden = !bannedSongs.length && !bannedArtists.length;
  const row = (name, what) =>
    element(
      "li",
      {},
      element("span", {}, name),
      button("Allow", `Allow ${name}`, "unban", () => unban(what, name)));
  at("banned").replaceChildren(
    ...bannedSongs.map((id) => row(full(room.names.get(id) ?? { id }), { song: id })),
    ...bannedArtists.map((artist) => row(artist, { artist })));
}

/** Tells something of the listener, who has the rules of the switches from then on. */
async function told(path, body) {
  if (!room.kept) {
    await keepRules();
  }
  return tell(path, { listener: room.listener, ...body });
}

async function keepRules() {
  await put("/v1/rules", { listener: room.listener, rules: rulesText() });
  room.kept = true;
}

const play = (song) =>
  attempt(async () => {
    const { known } = await told("/v1/play", { song: song.id });
    await refresh(`You played ${title(song)}${known ? "" : ", which the model does not know"}.`);
  });

const map = new SongMap(play);

const skip = (song) =>
  attempt(async () => {
    await told("/v1/skip", { song: song.id });
    await refresh(`You skipped ${title(song)}.`, true);
  });

const like = (song) =>
  attempt(async () => {
    await told("/v1/like", { song: song.id });
    await refresh(`You like ${title(song)}.`);
  });

const ban = (what, name) =>
  attempt(async () => {
    await told("/v1/ban", what);
    await refresh(`Never ${name}.`);
  });

const unban = (what, name) =>
  attempt(async () => {
    await told("/v1/unban", what);
    await refresh(`${name} may come again.`);
  });

const playOn = (column) =>
  attempt(async () => {
    const { continuation } = await ask("/v1/continuation", {
      ...asked(column),
      rules: rulesText(),
      count: PLAYED_ON,
    });
    for (const song of continuation) {
      await told("/v1/play", { song: song.id });
    }
    await refresh(`Played on: ${continuation.map(title).join(", ") || "nothing may come next"}.`);
  });

const forget = () =>
  attempt(async () => {
    await remove("/v1/listener", { listener: room.listener });
    await enter(newListener());
    say("The room is empty again, and nothing is known of who was here.");
    at("search").focus();
  });

function newListener() {
  const letters = crypto.getRandomValues(new Uint8Array(12)).map((each) => 97 + (each % 26));
  const name = `room-${String.fromCharCode(...letters)}`;
  sessionStorage.setItem(LISTENER, name);
  return name;
}

let searching = new AbortController();

async function search() {
  searching.abort();
  searching = new AbortController();
  const { signal } = searching;
  const query = at("search").value.trim();
  if (!query) {
    showFound([], "");
    return;
  }
  await run(async () => {
    try {
      const { songs } = await ask("/v1/search", { query, count: 6 }, signal);
      showFound(songs, songs.length ? "" : "No song has these words.");
    } catch (e) {
      if (e.name !== "AbortError") {
        throw e;
      }
    }
  });
}

function showFound(songs, none) {
  at("found-none").textContent = none;
  at("found").hidden = songs.length === 0;
  at("found").replaceChildren(
    ...songs.map((song) =>
      element(
        "li",
        {},
        button(named(song), `Play ${full(song)}`, "found", () => {
          at("search").value = "";
          at("search").focus();
          showFound([], "");
          play(song);
        }, "play"))));
}

function showModel({ model, beside, zone }) {
  const name = ({ kind }) => kind.replaceAll("_", " ");
  const words = (one) => `${name(one)}, ${one.songs.toLocaleString("en")} songs`;
  const until = model.trainedUntil ? `, trained until ${model.trainedUntil.slice(0, 10)}` : "";
  keepZone(zone);
  at("map-switch").hidden = !model.map;
  at("model").textContent = words(model) + until + (beside ? `; beside it ${words(beside)}` : "");
  const visitor = { asked, attempt, ban, play, playOn, rules: rulesText, skip };
  const column = (asks, heading, kind) => new Column(asks, heading, kind, visitor);
  room.columns = [column(undefined, beside ? `Next by ${name(model)}` : "What comes next", name(model))];
  if (beside) {
    room.columns.push(column("beside", `Next by ${name(beside)}, beside`, `${name(beside)}, beside`));
  }
  at("columns").parentElement.classList.toggle("two", Boolean(beside));
  at("columns").replaceChildren(...room.columns.map((column) => column.section));
}

async function enter(listener) {
  room.listener = listener;
  const [version, kept, { heard }] = await Promise.all([
    ask("/v1/version"),
    ask("/v1/rules", { listener }),
    ask("/v1/listener", { listener }),
  ]);
  showModel(version);
  room.kept = heard.length > 0;
  room.others = rules.show(at("rules"), kept.rules);
  if (!room.kept && !kept.rules.includes("noRepeat")) {
    at("rules").elements.noRepeats.checked = true;
  }
  at("other-rules").hidden = room.others.length === 0;
  at("other-rules").textContent = `And ${room.others.join(", ")}.`;
  await refresh("");
}

const open = () => attempt(() => enter(sessionStorage.getItem(LISTENER) ?? newListener()));

let typing;
at("search").addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(search, TYPING);
});
at("search-form").addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(typing);
  search();
});
document.addEventListener("pointerdown", ({ target }) => {
  if (!at("search-form").contains(target)) {
    showFound([], "");
  }
});
at("search-form").addEventListener("focusout", ({ relatedTarget }) => {
  if (relatedTarget && !at("search-form").contains(relatedTarget)) {
    showFound([], "");
  }
});
at("forget").addEventListener("click", forget);
at("rules").addEventListener("submit", (event) => event.preventDefault());
at("rules").addEventListener("change", () => {
  if (!at("rules").reportValidity()) {
    return;
  }
  attempt(async () => {
    await keepRules();
    await refresh("Under these rules:");
  });
});
at("when").addEventListener("input", showTime);
at("when").addEventListener("change", () => attempt(() => refresh("At that time:")));
at("token-form").addEventListener("submit", (event) => {
  event.preventDefault();
  keepToken(at("token").value);
  at("door").close();
  open();
});
showTime();
open();
