// Asks the server. The session's cookie goes by itself; what changes something carries a header too.
let csrf = null;

export class Problem extends Error {
  constructor(status, body) {
    super(body.message);
    this.status = status;
    this.error = body.error;
    this.whatToDo = body.whatToDo;
  }
}

async function ask(method, path, body) {
  const headers = {};
  if (method !== 'GET' && csrf) headers['X-CSRF-Token'] = csrf;
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  let answer;
  try {
    answer = await fetch(path, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: 'same-origin',
      cache: 'no-store',
    });
  } catch {
    throw new Problem(0, {
      error: 'no_server',
      message: 'The command that serves this page does not answer.',
      whatToDo: 'Start it again: tutti serve.',
    });
  }
  const json = await answer.json().catch(() => ({ error: 'no_json', message: 'The answer is no JSON.', whatToDo: '' }));
  if (!answer.ok) throw new Problem(answer.status, json);
  return json;
}

export const get = (path) => ask('GET', path);
export const post = (path, body) => ask('POST', path, body);

function keep(session) {
  csrf = session.csrf;
  return session;
}

export const session = async () => keep(await get('/api/session'));
export const login = async (token, name) => keep(await post('/api/login', { token, name }));
export const logout = async () => keep(await post('/api/logout'));
