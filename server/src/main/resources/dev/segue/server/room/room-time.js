/** The time that the sliders show. */

import { at } from "./room-elements.js";

/** The next time that the sliders show; undefined for now. */
export function time() {
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

export function showTime() {
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
