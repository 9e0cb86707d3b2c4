"""Somebody at a browser: logs in, clicks, types into a terminal."""

import json
import uuid

COURSE = "services/gates-as-doors"
PATIENCE = 240_000
TERMINAL = """
async ([base, command, mark, patience]) => {
  const xsrf = document.cookie.match(/(?:^|; )_xsrf=([^;]*)/);
  const made = await fetch(`${base}api/terminals`, {
    method: 'POST', headers: {'X-XSRFToken': xsrf ? xsrf[1] : ''},
  });
  if (!made.ok) throw new Error(`no terminal: ${made.status}`);
  const name = (await made.json()).name;
  const place = `${base}terminals/websocket/${name}`.replace('http', 'ws');
  return await new Promise((resolve, reject) => {
    const socket = new WebSocket(place);
    let text = '';
    setTimeout(() => reject(new Error(`too slow: ${text}`)), patience);
    socket.onmessage = (event) => {
      const [kind, more] = JSON.parse(event.data);
      if (kind === 'setup') {
        socket.send(JSON.stringify(['set_size', 50, 400, 1000, 4000]));
        socket.send(JSON.stringify(['stdin', command]));
      }
      if (kind === 'stdout') text += more;
      const found = text.match(new RegExp(`${mark}=(\\\\d+)`));
      if (found) { socket.close(); resolve([Number(found[1]), text]); }
    };
    socket.onerror = () => reject(new Error('the terminal is gone'));
  });
}
"""

KERNEL = """
async ([base, code, patience]) => {
  const xsrf = document.cookie.match(/(?:^|; )_xsrf=([^;]*)/);
  const made = await fetch(`${base}api/kernels`, {
    method: 'POST', headers: {'X-XSRFToken': xsrf ? xsrf[1] : ''},
  });
  if (!made.ok) throw new Error(`no kernel: ${made.status}`);
  const place = `${base}api/kernels/${(await made.json()).id}/channels`;
  return await new Promise((resolve, reject) => {
    const socket = new WebSocket(place.replace('http', 'ws'));
    setTimeout(() => reject(new Error('the kernel is silent')), patience);
    const ask = () => socket.send(JSON.stringify({
      channel: 'shell', parent_header: {}, metadata: {}, buffers: [],
      header: {
        msg_id: 'one', session: 'test', username: '', version: '5.3',
        msg_type: 'execute_request', date: new Date().toISOString(),
      },
      content: {code, silent: false, store_history: false},
    }));
    socket.onopen = ask;
    socket.onmessage = (event) => {
      const {header, content} = JSON.parse(event.data);
      if (header.msg_type === 'stream') resolve(content.text);
      if (header.msg_type === 'error') reject(new Error(content.evalue));
    };
    socket.onerror = () => reject(new Error('the kernel is gone'));
  });
}
"""


class Person:
    """One account of the hub, in one browser."""

    def __init__(self, context, url, name, password):
        self.context, self.url = context, url
        self.name, self.password = name, password
        self.page = context.new_page()
        self.page.set_default_timeout(PATIENCE)

    def log_in(self):
        self.page.goto(f"{self.url}/hub/login")
        self.page.fill("#username_input", self.name)
        self.page.fill("#password_input", self.password)
        self.page.click("#login_submit")
        self.page.wait_for_url(f"**/user/{self.name}/lab**", timeout=PATIENCE)
        self.page.locator("#jp-top-panel, #jp-main-dock-panel").first.wait_for(
            timeout=PATIENCE
        )

    @property
    def home(self):
        return f"{self.url}/user/{self.name}/"

    @property
    def course(self):
        return f"{self.url}/{COURSE}/"

    def enter_course(self):
        """The course's own server; only an instructor gets in."""
        self.page.goto(f"{self.course}lab")
        self.page.locator("#jp-top-panel").wait_for(timeout=PATIENCE)

    def get(self, path):
        """(status, text) of an address, with this browser's cookies."""
        answer = self.context.request.get(
            f"{self.url}/{path}", timeout=PATIENCE
        )
        return answer.status, answer.text()

    def tries(self, command, base=None):
        """(exit code, what was said) of a command in a terminal."""
        mark = f"end{uuid.uuid4().hex[:8]}"
        # The mark is put together by the shell, so its echo is no end.
        line = f"{command}\r echo {mark[:4]}''{mark[4:]}=$?\r"
        return self.page.evaluate(
            TERMINAL, [base or self.home, line, mark, PATIENCE]
        )

    def types(self, command, base=None):
        """The same, when it has to go well; returns what was said."""
        code, said = self.tries(command, base)
        assert code == 0, said
        return said

    def runs(self, code):
        """What code prints in a kernel of one's own server."""
        return self.page.evaluate(KERNEL, [self.home, code, PATIENCE])

    def read(self, path):
        status, text = self.get(f"user/{self.name}/api/contents/{path}")
        assert status == 200, text
        return json.loads(text)["content"]

    def write(self, path, notebook):
        """Save a notebook, as JupyterLab does."""
        cookies = self.context.cookies(f"{self.home}")
        xsrf = next(c["value"] for c in cookies if c["name"] == "_xsrf"
                    and c["path"].startswith("/user/"))  # fmt: skip
        answer = self.context.request.put(
            f"{self.home}api/contents/{path}",
            data={"type": "notebook", "content": notebook},
            headers={"X-XSRFToken": xsrf},
        )
        assert answer.ok, answer.text()

    # The panel that nbgrader adds to JupyterLab

    def presses(self, button, then):
        """A button of the one assignment in the list; waits for a text.

        Both are given as (part of the list, words).
        """
        self.page.goto(f"{self.home}lab?reset")
        self.page.get_by_role("menuitem", name="Nbgrader").click()
        self.page.get_by_role("menuitem", name="Assignment List").click()
        part, name = button
        place = self.listed(part)
        place.get_by_role("button", name=name, exact=True).first.click()
        part, words = then
        self.listed(part).get_by_text(words).first.wait_for()

    def listed(self, part):
        return self.page.locator(f"#{part}_assignments_list")
