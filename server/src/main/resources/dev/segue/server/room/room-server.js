/** Asks the server. */

const TOKEN = "segue.token";

/** Why the server refused. */
export class Refusal extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

export function keepToken(token) {
  sessionStorage.setItem(TOKEN, token);
}

function headers(body) {
  const all = {};
  const token = sessionStorage.getItem(TOKEN);
  if (token) {
    all.Authorization = `Bearer ${token}`;
  }
  if (body) {
    all["Content-Type"] = "application/json";
  }
  return all;
}

/** What the server answers, and how. */
async function exchange(method, path, body, signal) {
  let answer;
  try {
    answer = await fetch(path, {
      method,
      headers: headers(body),
      body: body && JSON.stringify(body),
      signal,
    });
  } catch (e) {
    throw e.name === "AbortError" ? e : new Refusal(0, "The server does not answer.");
  }
  const told = await answer.json();
  if (!answer.ok) {
    throw new Refusal(answer.status, told.detail);
  }
  return { answer, told };
}

const send = async (...request) => (await exchange(...request)).told;

/** Asks with parameters; those that are undefined are left out. */
export function ask(path, parameters = {}, signal = undefined) {
  const told = Object.entries(parameters).filter(([, value]) => value !== undefined);
  return send("GET", `${path}?${new URLSearchParams(told)}`, undefined, signal);
}

/** Asks for what the server may have to make first, until it is made. */
export async function askUntilMade(path) {
  for (;;) {
    const { answer, told } = await exchange("GET", path);
    if (answer.status !== 202) {
      return told;
    }
    const pause = 1000 * Number(answer.headers.get("Retry-After"));
    await new Promise((done) => setTimeout(done, pause));
  }
}

export const tell = (path, body) => send("POST", path, body);

export const put = (path, body) => send("PUT", path, body);

export const remove = (path, parameters) => send("DELETE", `${path}?${new URLSearchParams(parameters)}`);
