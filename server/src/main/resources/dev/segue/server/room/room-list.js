/** A list of what comes next. */

import { button, element, full, named, title } from "./room-elements.js";
import { ask } from "./room-server.js";

export const PLAYED_ON = 5;
const LIST = 10;
const INFLUENCES = 5;
const LITTLE = 0.005; // nats

/** What a model recommends. */
export class Column {
  /**
   * @param model the model's name in requests; undefined for the one that is served
   * @param heading what is over the list
   * @param kind of the model, as it is called in a sentence
   * @param visitor what can be asked and done in the room
   */
  constructor(model, heading, kind, visitor) {
    this.visitor = visitor;
    this.model = model;
    this.songs = [];
    this.list = element("ol", { className: "songs" });
    this.words = heading;
    this.heading = element("h2", { id: `next-${model ?? "served"}` }, heading);
    this.empty = element("p", { className: "quiet", hidden: true }, "The rules and bans leave no song.");
    this.shared = element("p", { className: "quiet", hidden: true });
    this.on = button("Play on", `Play on by ${kind}: ${PLAYED_ON} songs`, "on", () => visitor.playOn(this), "main");
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
      ...this.visitor.asked(this),
      rules: this.visitor.rules(),
      count: LIST,
      probabilities: true,
    });
    const before = this.songs;
    this.songs = next;
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
      button(named(song), `Play ${full(song)}`, "play", () => this.visitor.play(song), "play"),
      move,
      song.probability === undefined ? undefined : share(song.probability, most),
      element(
        "span",
        { className: "actions" },
        button("Skip", `Skip ${full(song)}`, "skip", () => this.visitor.skip(song)),
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
    await this.visitor.attempt(async () => {
      const told = await ask("/v1/explain", { ...this.visitor.asked(this), of: song.id });
      row.append(
        element(
          "div",
          { className: "reasons" },
          element("p", {}, `${told.text}.`),
          influences([...told.heard, ...told.skipped], song.probability !== undefined),
          element(
            "span",
            { className: "actions" },
            button("Never this song", `Never ${full(song)}`, "ban", () =>
              this.visitor.ban({ song: song.id }, full(song))),
            song.artist
              ? button("Never this artist", `Never ${song.artist}`, "ban-artist", () =>
                  this.visitor.ban({ artist: song.artist }, song.artist))
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
    percent < 0.01 ? "< 0.01%" : `${percent.toFixed(percent < 1 ? 2 : 1)}%`);
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
    ? element(
        "div",
        {},
        element("p", { className: "quiet" }, words),
        element("ul", { className: "influences" }, ...largest))
    : undefined;
}
