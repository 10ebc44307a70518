/** What the room is made of. Texts stay texts: titles are written by strangers. */

export const at = (id) => document.getElementById(id);

/** An element with properties, and children of which texts stay texts. */
export function element(tag, properties, ...children) {
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

export const title = (song) => song.title || song.id;
export const full = (song) => (song.artist ? `${title(song)} by ${song.artist}` : title(song));

export function named(song) {
  return element(
    "span",
    { className: "song" },
    element("span", { className: "title" }, title(song)),
    element("span", { className: "artist" }, song.artist ?? ""));
}

export function button(words, label, action, done, className = "") {
  const made = element("button", { type: "button", className, "aria-label": label, data: { action } }, words);
  made.addEventListener("click", done);
  return made;
}
