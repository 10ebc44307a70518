/** The listening room. What it shows of songs is text, never HTML: titles are written by strangers. */

import { Refusal, ask, keepToken, put, remove, tell } from "./room-server.js";
import * as rules from "./room-rules.js";

const LISTENER = "segue.room";
const LIST = 10;
const PLAYED_ON = 5;
const TYPING = 150; // milliseconds
const NAMED = 3;
const INFLUENCES = 5;
const LITTLE = 0.005; // nats

const at = (id) => document.getElementById(id);

/** An element with properties, and children of which texts stay texts. */
function element(tag, properties, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes("-") || name === "role") {
      made.setAttribute(name, value);
    } else if (name === "data") {
      Object.assign(made.dataset, value);
    } else {
      made[name] = value;
    }
  }
  made.append(...children.filter((each) => each !== undefined));
  return made;
}

const title = (song) => song.title || song.id;
const full = (song) => (song.artist ? `${title(song)} by ${song.artist}` : title(song));

function named(song) {
  return element(
    "span",
    { className: "song" },
    element("span", { className: "title" }, title(song)),
    element("span", { className: "artist" }, song.artist ?? ""));
}

function button(words, label, action, done, className = "") {
  const made = element("button", { type: "button", className, "aria-label": label, data: { action } }, words);
  made.addEventListener("click", done);
  return made;
}

const room = {
  listener: "",
  heard: [],
  others: [], // rules without a switch
  kept: false, // whether the server has the rules
  columns: [],
  names: new Map(), // songs by id, for bans
};

class Column {
  constructor(model, heading, kind) {
    this.model = model;
    this.songs = [];
    this.reasons = new Map();
    this.list = element("ol", { className: "songs" });
    this.words = heading;
    this.heading = element("h2", { id: `next-${model ?? "served"}` }, heading);
    this.empty = element("p", { className: "quiet", hidden: true }, "The rules and bans leave no song.");
    this.shared = element("p", { className: "quiet", hidden: true });
    this.on = button("Play on", `Play on by ${kind}: ${PLAYED_ON} songs`, "on", () => playOn(this), "main");
    this.section = element(
      "section",
      { className: "card", "aria-labelledby": this.heading.id },
      element("div", { className: "heading" }, this.heading, this.on),
      this.empty,
      this.shared,
      this.list);
  }

  async ask() {
    const { next } = await ask("/v1/next", {
      ...asked(this),
      rules: rules.read(at("rules"), room.others),
      count: LIST,
      probabilities: true,
    });
    const before = this.songs;
    this.songs = next;
    this.reasons.clear();
    next.forEach((song) => room.names.set(song.id, song));
    return { before, after: next };
  }

  show(before) {
    const moves = movesOf(before, this.songs);
    const most = Math.max(...this.songs.map((song) => song.probability ?? 0));
    this.empty.hidden = this.songs.length > 0;
    this.list.replaceChildren(
      ...this.songs.map((song) => this.row(song, moves.get(song.id), most)));
  }

  /** Says how many songs the list has in common with that of the other model. */
  compare(other) {
    const both = this.songs.filter(({ id }) => other.songs.some((song) => song.id === id));
    this.shared.textContent = `${both.length} of ${this.songs.length} are in both lists.`;
    this.shared.hidden = false;
  }

  row(song, move, most) {
    const row = element(
      "li",
      { data: { song: song.id } },
      button(named(song), `Play ${full(song)}`, "play", () => play(song), "play"),
      move,
      song.probability === undefined ? undefined : share(song.probability, most),
      element(
        "span",
        { className: "actions" },
        button("Skip", `Skip ${full(song)}`, "skip", () => skip(song)),
        button("Why?", `Why ${full(song)}?`, "why", () => this.explain(song, row))));
    row.querySelector("[data-action=why]").setAttribute("aria-expanded", "false");
    if (song.gaveWay) {
      row.append(element("p", { className: "quiet" }, `Gave way: ${song.gaveWay.join(", ")}`));
    }
    return row;
  }

  async explain(song, row) {
    const why = row.querySelector("[data-action=why]");
    const shown = row.querySelector(".reasons");
    why.setAttribute("aria-expanded", String(!shown));
    if (shown) {
      shown.remove();
      return;
    }
    await attempt(async () => {
      const told = await ask("/v1/explain", { ...asked(this), of: song.id });
      row.append(
        element(
          "div",
          { className: "reasons" },
          element("p", {}, `${told.text}.`),
          influences([...told.heard, ...told.skipped], song.probability !== undefined),
          element(
            "span",
            { className: "actions" },
            button("Never this song", `Never ${full(song)}`, "ban", () => ban({ song: song.id }, full(song))),
            song.artist
              ? button("Never this artist", `Never ${song.artist}`, "ban-artist", () =>
                  ban({ artist: song.artist }, song.artist))
              : undefined)));
    });
  }
}

/** What is new in a list, and how far the others have moved among those that stayed. */
function movesOf(before, after) {
  const stayed = (songs, others) => songs.filter(({ id }) => others.some((other) => other.id === id));
  const places = new Map(stayed(before, after).map(({ id }, place) => [id, place]));
  const moves = stayed(after, before).map(({ id }, place) => [id, moved(places.get(id), place)]);
  const came = before.length ? after.filter(({ id }) => !places.has(id)) : [];
  return new Map([
    ...moves,
    ...came.map(({ id }) => [id, element("span", { className: "move new" }, "new")]),
  ]);
}

function moved(from, to) {
  return from === to
    ? undefined
    : element(
        "span",
        { className: "move", role: "img", "aria-label": from > to ? `up ${from - to}` : `down ${to - from}` },
        from > to ? `▲ ${from - to}` : `▼ ${to - from}`);
}

function share(probability, most) {
  const bar = element("span", { className: "bar" });
  bar.style.setProperty("--share", most > 0 ? probability / most : 0);
  const percent = 100 * probability;
  return element(
    "span",
    { className: "share", title: "how probable it is that this song comes next" },
    bar,
    percent < 0.1 ? "< 0.1%" : `${percent.toFixed(1)}%`);
}

/** What songs did to this one: how many times as probable it is, or what its score gained. */
function influences(all, probable) {
  const largest = all
    .filter(({ influence }) => Math.abs(influence) > LITTLE)
    .sort((a, b) => Math.abs(b.influence) - Math.abs(a.influence))
    .slice(0, INFLUENCES)
    .map(({ song, influence }) =>
      element(
        "li",
        {},
        element("span", {}, title(song)),
        element(
          "span",
          { className: "quiet" },
          probable ? `× ${Math.exp(influence).toFixed(2)}` : `${influence > 0 ? "+" : ""}${influence.toFixed(2)}`)));
  const words = probable ? "How many times as probable it is because of" : "What its score gains by";
  return largest.length
    ? element("div", {}, element("p", { className: "quiet" }, words), element("ul", { className: "influences" }, ...largest))
    : undefined;
}

/** Whom a column is asked about, and when. */
function asked(column) {
  return { listener: room.listener, model: column.model, time: time() };
}

/** The next time that the sliders show; undefined for now. */
function time() {
  const { other, day, hour } = at("when").elements;
  if (!other.checked) {
    return undefined;
  }
  const then = new Date();
  then.setHours(Number(hour.value), 0, 0, 0);
  then.setDate(then.getDate() + ((Number(day.value) + 1 - then.getDay() + 7) % 7));
  if (then < new Date()) {
    then.setDate(then.getDate() + 7);
  }
  return then.toISOString();
}

function showTime() {
  const { other, day, hour } = at("when").elements;
  const now = new Date();
  if (!other.checked) {
    day.value = (now.getDay() + 6) % 7;
    hour.value = now.getHours();
  }
  day.disabled = hour.disabled = !other.checked;
  const monday = new Date(2024, 0, 1 + Number(day.value));
  const name = monday.toLocaleDateString("en", { weekday: "long" });
  at("day-name").value = name;
  day.setAttribute("aria-valuetext", name);
  at("hour-name").value = `${String(hour.value).padStart(2, "0")}:00`;
  hour.setAttribute("aria-valuetext", at("hour-name").value);
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
  room.heard.forEach((song) => room.names.set(song.id, song));
  showHeard();
  showBans(listener);
  room.columns.forEach((column, i) => column.show(words ? lists[i].before : []));
  if (room.columns.length > 1) {
    room.columns.forEach((column, i) => column.compare(room.columns[1 - i]));
  }
  back();
  if (words) {
    say(`${words} ${changes(lists[0])} ${why ? await first(lists[0]) : ""}`);
  }
}

function say(words) {
  at("changed").textContent = words.trim();
}

function changes({ before, after }) {
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
  await put("/v1/rules", { listener: room.listener, rules: rules.read(at("rules"), room.others) });
  room.kept = true;
}

const play = (song) =>
  attempt(async () => {
    const { known } = await told("/v1/play", { song: song.id });
    await refresh(`You played ${title(song)}${known ? "" : ", which the model does not know"}.`);
  });

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
      rules: rules.read(at("rules"), room.others),
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

function showModel({ model, beside }) {
  const name = ({ kind }) => kind.replaceAll("_", " ");
  const words = (one) => `${name(one)}, ${one.songs.toLocaleString("en")} songs`;
  const until = model.trainedUntil ? `, trained until ${model.trainedUntil.slice(0, 10)}` : "";
  at("model").textContent = words(model) + until + (beside ? `; beside it ${words(beside)}` : "");
  room.columns = [new Column(undefined, beside ? `Next by ${name(model)}` : "What comes next", name(model))];
  if (beside) {
    room.columns.push(new Column("beside", `Next by ${name(beside)}, beside`, `${name(beside)}, beside`));
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
