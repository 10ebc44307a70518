/** The time that the sliders show: that of the server, in whose hours rules are told. */

import { at } from "./room-elements.js";

let zone; // the browser's, until the server tells its own

const clock = (timeZone) =>
  new Intl.DateTimeFormat("en", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  });

/** Takes the zone of the server. */
export function keepZone(name) {
  try {
    clock(name);
  } catch {
    return; // a zone that only Java knows
  }
  zone = name;
  at("zone").hidden = clock(zone).format() === clock(undefined).format();
  at("zone").textContent = `By the clock of the server, in ${zone}.`;
  showTime();
}

/** What the server's clock shows, as if it were UTC. */
function now() {
  const is = Object.fromEntries(
    clock(zone)
      .formatToParts(new Date())
      .map(({ type, value }) => [type, Number(value)]));
  return new Date(Date.UTC(is.year, is.month - 1, is.day, is.hour, is.minute));
}

/** The next time that the sliders show, without a zone; undefined for now. */
export function time() {
  const { other, day, hour } = at("when").elements;
  if (!other.checked) {
    return undefined;
  }
  const then = now();
  then.setUTCHours(Number(hour.value), 0);
  then.setUTCDate(then.getUTCDate() + ((Number(day.value) + 1 - then.getUTCDay() + 7) % 7));
  if (then < now()) {
    then.setUTCDate(then.getUTCDate() + 7);
  }
  return then.toISOString().slice(0, "2026-11-29T12:00".length);
}

export function showTime() {
  const { other, day, hour } = at("when").elements;
  if (!other.checked) {
    day.value = (now().getUTCDay() + 6) % 7;
    hour.value = now().getUTCHours();
  }
  day.disabled = hour.disabled = !other.checked;
  const monday = new Date(2024, 0, 1 + Number(day.value));
  const name = monday.toLocaleDateString("en", { weekday: "long" });
  at("day-name").value = name;
  day.setAttribute("aria-valuetext", name);
  at("hour-name").value = `${String(hour.value).padStart(2, "0")}:00`;
  hour.setAttribute("aria-valuetext", at("hour-name").value);
}
