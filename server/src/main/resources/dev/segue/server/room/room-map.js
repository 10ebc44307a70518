/** The map of songs: where the playlist goes among them, and what may come next. */

import { at, full, title } from "./room-elements.js";
import { Refusal, askUntilMade } from "./room-server.js";

const EDGE = 1.1; // songs lie from -1 to 1
const NEAREST = 0.2; // half of what is seen at least, when the path is followed
const NUMBERED = 20; // songs of a path; more numbers lie over one another
const LIKELY = 0.1; // the share of the songs that are darker
const NAMED = 5; // songs of a path, in words
const SYMBOL = 18; // pixels
const LABEL = 24; // characters
const TOOLTIP = 60;

const dark = matchMedia("(prefers-color-scheme: dark)");

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

/** A text on one line, of so many characters at most. */
function short(text, most) {
  const letters = [...text.replace(/\s+/g, " ")];
  return letters.length > most ? `${letters.slice(0, most - 1).join("")}…` : letters.join("");
}

/** A text in which the library finds no markup of its own, as in {style|text}. */
const plain = (text) => text.replaceAll("{", "{\u200b");

const counted = (count, what) => `${count.toLocaleString("en")} ${what}${count === 1 ? "" : "s"}`;

const percent = (place) => (100 * (place + EDGE)) / (2 * EDGE);

/** A part of an axis, moved so that it lies within the whole. */
function part(middle, half) {
  const within = Math.min(EDGE, half);
  const centre = Math.max(within - EDGE, Math.min(EDGE - within, middle));
  return { start: percent(centre - within), end: percent(centre + within) };
}

export class SongMap {
  /** @param play what is done with a song that is chosen */
  constructor(play) {
    this.play = play;
    this.songs = [];
    this.places = new Map(); // by id
    this.heard = [];
    this.next = [];
    this.followed = true;
    at("map-switch").addEventListener("click", () => this.open(at("map").hidden));
    at("map-follow").addEventListener("click", () => this.follow(!this.followed));
    for (const button of at("map").querySelectorAll("[data-zoom]")) {
      button.addEventListener("click", () => this.zoom(Number(button.dataset.zoom)));
    }
  }

  /** Opens the map, or closes it; it is loaded when it is first opened. */
  async open(opened) {
    at("map").hidden = !opened;
    at("map").parentElement.classList.toggle("mapped", opened);
    at("map-switch").setAttribute("aria-expanded", String(opened));
    at("map-switch").textContent = opened ? "Hide the map" : "Show the map";
    if (!opened) {
      return;
    }
    this.loading ??= this.load();
    await this.loading;
    this.draw();
  }

  async load() {
    at("map-status").textContent = "The songs are being laid out. That takes some seconds, once for a model.";
    try {
      const [{ songs }] = await Promise.all([askUntilMade("/v1/map"), import("/echarts.js")]);
      this.songs = songs;
      this.places = new Map(songs.map(({ id }, place) => [id, place]));
      this.begin();
    } catch (e) {
      this.loading = undefined; // it may be tried again
      at("map-status").textContent = e instanceof Refusal ? e.message : "The map cannot be drawn here.";
      if (!(e instanceof Refusal)) {
        throw e;
      }
    }
  }

  begin() {
    at("map-drawn").hidden = at("map-words").hidden = at("map-zoom").hidden = false;
    this.drawn = globalThis.echarts.init(at("map-drawn"), null, { renderer: "canvas" });
    this.drawn.on("click", ({ value }) => this.play(this.songs[value[2]]));
    dark.addEventListener("change", () => this.draw());
    new ResizeObserver(() => {
      this.drawn.resize();
      this.draw();
    }).observe(at("map-drawn"));
  }

  /** Shows what was played, and what comes next. */
  show(heard, next) {
    this.heard = heard;
    this.next = next;
    this.draw();
  }

  /** Has what is seen go with the path, or shows all. */
  follow(followed) {
    this.followed = followed;
    at("map-follow").setAttribute("aria-pressed", String(followed));
    if (!followed) {
      this.look([part(0, EDGE), part(0, EDGE)]);
    }
    this.draw();
  }

  zoom(factor) {
    const seen = this.drawn.getOption().dataZoom.map(({ start, end }) =>
      part(EDGE * ((start + end) / 100 - 1), EDGE * ((end - start) / 100) * factor));
    this.followed = false;
    at("map-follow").setAttribute("aria-pressed", "false");
    this.look(seen);
    this.draw();
  }

  /** Shows a part of each axis. */
  look(axes) {
    this.drawn.dispatchAction({
      type: "dataZoom",
      batch: axes.map((axis, dataZoomIndex) => ({ dataZoomIndex, ...axis })),
    });
  }

  /** Where the path is, and what may come next. */
  around(places) {
    if (places.length === 0) {
      return [part(0, EDGE), part(0, EDGE)];
    }
    const ends = [0, 1].map((axis) => {
      const all = places.map((place) => this.at(place)[axis]);
      return [Math.min(...all), Math.max(...all)];
    });
    const half = Math.max(NEAREST, ...ends.map(([least, most]) => 0.7 * (most - least)));
    return ends.map(([least, most]) => part((least + most) / 2, half));
  }

  /** The places of those songs that are on the map. */
  placesOf(songs) {
    return songs.map(({ id }) => this.places.get(id)).filter((place) => place !== undefined);
  }

  at(place) {
    return [this.songs[place].x, this.songs[place].y, place];
  }

  draw() {
    if (!this.drawn || at("map").hidden) {
      return;
    }
    const path = this.placesOf(this.heard);
    const next = this.placesOf(this.next);
    this.say(path, next);
    const axis = { type: "value", show: false, min: -EDGE, max: EDGE };
    const zoom = {
      type: "inside",
      filterMode: "none",
      zoomOnMouseWheel: "ctrl",
      preventDefaultMouseMove: false, // or else no finger on the map scrolls the page
    };
    this.seen = this.followed
      ? this.around(path.length ? [...path, ...next] : [])
      : this.drawn.getOption().dataZoom.map(({ start, end }) => ({ start, end }));
    this.drawn.setOption(
      {
        animation: false,
        textStyle: { fontFamily: "system-ui, sans-serif" },
        grid: { left: 0, right: 0, top: 0, bottom: 0 },
        tooltip: {
          trigger: "item",
          renderMode: "richText", // the other one writes HTML
          confine: true,
          backgroundColor: colour("raised"),
          borderColor: colour("line"),
          textStyle: { color: colour("ink") },
          formatter: ({ value }) => plain(short(full(this.songs[value[2]]), TOOLTIP)),
        },
        xAxis: axis,
        yAxis: axis,
        dataZoom: [
          { ...zoom, ...this.seen[0], xAxisIndex: 0 },
          { ...zoom, ...this.seen[1], yAxisIndex: 0 },
        ],
        series: [...this.clouds(), this.ways(path, next), this.after(next), this.path(path), this.last(path)],
      },
      { replaceMerge: ["series"] });
  }

  /** Where a song is seen, in pixels from the left and from the bottom. */
  pixels(place) {
    const sizes = [this.drawn.getWidth(), this.drawn.getHeight()];
    return this.seen.map(
      ({ start, end }, axis) => (sizes[axis] * (percent(this.at(place)[axis]) - start)) / (end - start));
  }

  /** All songs: those that are likely at the start of a session are darker, and above. */
  clouds() {
    const likely = Math.ceil(LIKELY * this.songs.length);
    const [{ start, end }] = this.seen;
    const room = this.drawn.getWidth() / Math.sqrt((this.songs.length * (end - start)) / 100);
    const cloud = (id, from, to, z, tone, opacity) => ({
      id,
      type: "scatter",
      data: this.songs.slice(from, to).map((_, i) => this.at(from + i)),
      large: true,
      largeThreshold: 1000,
      z,
      symbolSize: Math.max(2, Math.min(9, room / 2)),
      itemStyle: { color: colour(tone), opacity },
    });
    return [
      cloud("others", likely, undefined, 1, "other", 0.5),
      cloud("likely", 0, likely, 2, "quiet", 0.8),
    ];
  }

  /** From each song of the path to the next, fainter the longer ago; and from the last to what may follow. */
  ways(path, next) {
    const steps = path.slice(1).map((to, i) => ({
      coords: [this.at(path[i]), this.at(to)],
      lineStyle: { width: 2.5, opacity: 0.3 + (0.7 * (i + 1)) / (path.length - 1) },
    }));
    const follow = next.map((to) => ({
      coords: [this.at(path.at(-1) ?? to), this.at(to)],
      lineStyle: { width: 1, opacity: 0.5, type: "dashed" },
    }));
    return {
      id: "ways",
      type: "lines",
      coordinateSystem: "cartesian2d",
      data: [...follow, ...steps],
      silent: true,
      z: 3,
      lineStyle: { color: colour("accent"), curveness: 0.12 },
    };
  }

  /** What may come next, the likeliest the largest. */
  after(next) {
    return {
      id: "next",
      type: "scatter",
      data: next.map((place, i) => ({ value: this.at(place), symbolSize: 14 - (6 * i) / next.length })),
      z: 4,
      itemStyle: { color: colour("ground"), borderColor: colour("accent"), borderWidth: 2, opacity: 1 },
    };
  }

  /** What was played, with the numbers of the playlist where nothing later lies over them. */
  path(path) {
    const numbered = path.length <= NUMBERED;
    const numbers = this.heard.flatMap(({ id }, i) => (this.places.has(id) ? [i + 1] : []));
    const pixels = path.map((place) => this.pixels(place));
    const covered = ([x, y], i) => pixels.slice(i + 1).some(([a, b]) => Math.hypot(x - a, y - b) < SYMBOL);
    return {
      id: "path",
      type: "scatter",
      data: path.map((place, i) => ({ value: this.at(place), label: { show: numbered && !covered(pixels[i], i) } })),
      z: 5,
      symbolSize: numbered ? SYMBOL : SYMBOL / 2,
      itemStyle: { color: colour("accent"), borderColor: colour("ground"), borderWidth: 1, opacity: 1 },
      label: {
        formatter: ({ dataIndex }) => String(numbers[dataIndex]),
        color: colour("ground"),
        fontSize: 10,
        fontWeight: 600,
      },
    };
  }

  last(path) {
    const [across, up] = path.length ? this.pixels(path.at(-1)) : [0, 0];
    const below = up > this.drawn.getHeight() - 40; // else the name would be cut off above
    const share = across / this.drawn.getWidth();
    return {
      id: "last",
      type: "scatter",
      data: path.slice(-1).map((place) => this.at(place)),
      z: 6,
      silent: true,
      symbolSize: 27,
      itemStyle: { color: "transparent", borderColor: colour("ink"), borderWidth: 2.5, opacity: 1 },
      label: {
        show: true,
        position: ["50%", below ? 33 : -6],
        align: share < 1 / 3 ? "left" : share > 2 / 3 ? "right" : "center",
        verticalAlign: below ? "top" : "bottom",
        formatter: ({ value }) => short(title(this.songs[value[2]]), LABEL),
        color: colour("ink"),
        fontSize: 13,
        fontWeight: 600,
        textBorderColor: colour("ground"),
        textBorderWidth: 4,
      },
    };
  }

  /** Says in words what is drawn. */
  say(path, next) {
    const names = (places) => places.map((place) => full(this.songs[place])).join(", ");
    at("map-drawn").setAttribute(
      "aria-label",
      [
        `A map of ${counted(this.songs.length, "song")}.`,
        path.length
          ? `The playlist goes through ${counted(path.length, "song")}, at last ${names(path.slice(-NAMED))}.`
          : "",
        next.length ? `Marked as what may come next: ${names(next)}.` : "",
      ].filter((words) => words).join(" "));
    const away = this.heard.length - path.length;
    at("map-status").textContent = away ? `Not on the map: ${counted(away, "song")} of the playlist.` : "";
  }
}
