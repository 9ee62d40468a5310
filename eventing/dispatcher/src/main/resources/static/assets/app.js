// What every page of the console shares: live parts, times, toasts, dialogs, selections and keys.
// Parts fetch themselves by htmx when the event live-<topic> reaches the body; here is who fires it.
(() => {
  'use strict';

  const meta = name => document.querySelector(`meta[name="${name}"]`)?.content ?? '';
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const base = meta('base') || '/';

  // ---- settings: in localStorage, but in a cookie what the server must know before the first paint
  const year = 365 * 24 * 3600;
  const cookie = (name, value, lasts) => { document.cookie = `stayflow-${name}=${value}; path=${base}; max-age=${lasts}; samesite=lax`; };
  const settings = {
    get refresh() { return localStorage.getItem('stayflow-refresh') ?? 'live'; },
    set refresh(value) { localStorage.setItem('stayflow-refresh', value); live.restart(); },
    get theme() { return document.documentElement.dataset.theme ?? 'system'; },
    set theme(value) {
      cookie('theme', value, value === 'system' ? 0 : year);
      if (value === 'system') delete document.documentElement.dataset.theme;
      else document.documentElement.dataset.theme = value;
      document.dispatchEvent(new CustomEvent('theme'));
    },
    get zone() { return localStorage.getItem('stayflow-zone') ?? 'local'; },
    set zone(value) { localStorage.setItem('stayflow-zone', value); location.reload(); },
    get size() { return document.cookie.match(/stayflow-size=(\d+)/)?.[1] ?? '50'; },
    set size(value) { cookie('size', value, year); },
  };

  /** <select data-setting="refresh">, or radio buttons of that kind. */
  function wireSettings(root) {
    for (const field of all('[data-setting]', root)) {
      const name = field.dataset.setting;
      if (field.type === 'radio') field.checked = field.value === settings[name];
      else field.value = settings[name];
      field.onchange = () => { settings[name] = field.value; };
    }
  }

  // ---- live
  const live = {
    source: null,
    timer: null,
    lost: false,
    redisAway: false,

    restart() {
      this.source?.close();
      this.source = null;
      clearInterval(this.timer);
      const refresh = settings.refresh;
      if (refresh === 'off') return this.show('off', 'paused');
      if (document.hidden) return; // a hidden page costs nobody anything; it catches up when it is seen again
      if (refresh === 'live') return this.listen();
      this.timer = setInterval(() => this.refreshAll(), Number(refresh) * 1000);
      this.show('on', `every ${refresh} s`);
    },

    listen() {
      const source = this.source = new EventSource(base + 'live');
      source.addEventListener('hello', () => {
        this.show('on', 'live');
        if (this.lost) this.refreshAll();
        this.lost = false;
      });
      source.addEventListener('changed', event => event.data.split(' ').forEach(topic => this.fire(topic)));
      source.onerror = () => {
        this.lost = true;
        this.show('off', 'reconnecting');
        if (source.readyState === EventSource.CLOSED) this.askInstead();
      };
    },

    /** Refused: too many look on, or nobody is signed in any more; the latter answers the next request. */
    askInstead() {
      clearInterval(this.timer);
      this.refreshAll();
      this.timer = setInterval(() => { this.refreshAll(); }, 5000);
      setTimeout(() => { if (settings.refresh === 'live') this.restart(); }, 30000);
    },

    fire(topic) {
      if (topic === 'redis-away') away(this.redisAway = true);
      else if (topic === 'redis-back') { away(this.redisAway = false); this.refreshAll(); }
      else {
        parts.fired.set('live-' + topic, performance.now());
        document.body.dispatchEvent(new CustomEvent('live-' + topic));
      }
    },

    refreshAll() {
      if (document.querySelector('[data-away]')) return location.reload();
      const topics = new Set(all('[hx-trigger*="live-"]').flatMap(part =>
        [...part.getAttribute('hx-trigger').matchAll(/live-[\w.-]+/g)].map(match => match[0])));
      topics.forEach(topic => document.body.dispatchEvent(new CustomEvent(topic)));
    },

    show(state, text) {
      const sign = document.getElementById('live');
      if (!sign || (sign.dataset.live === state && sign.lastElementChild.textContent === text)) return;
      sign.dataset.live = state;
      sign.lastElementChild.textContent = text;
    },
  };

  function away(isAway) {
    const banner = document.getElementById('away');
    if (!isAway && document.querySelector('[data-away]')) return location.reload();
    if (banner) banner.hidden = !isAway || !!document.querySelector('[data-away]');
  }

  // ---- times: <time datetime data-relative> says "in 3 min", and in its title the time in the browser's zone
  const zone = settings.zone === 'utc' ? 'UTC' : Intl.DateTimeFormat().resolvedOptions().timeZone;
  const local = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium', timeZone: zone });

  function relative(ms) {
    const s = Math.round(Math.abs(ms) / 1000);
    const text = s < 1 ? 'now' : s < 60 ? `${s} s` : s < 3600 ? `${Math.floor(s / 60)} min`
      : s < 172800 ? `${Math.floor(s / 3600)} h` : `${Math.floor(s / 86400)} d`;
    return s < 1 ? text : ms > 0 ? 'in ' + text : text + ' ago';
  }

  function tellTimes(root = document) {
    all('time[data-now]', root).forEach(time => { time.dateTime = new Date().toISOString(); time.title = zone; });
    for (const time of all('time[datetime]', root)) {
      const at = new Date(time.dateTime);
      if (isNaN(at)) continue;
      const words = local.format(at);
      const text = 'relative' in time.dataset ? relative(at - Date.now()) : words;
      if (time.textContent !== text) time.textContent = text;
      if (!time.title) time.title = `${words} ${zone} (${time.dateTime})`;
    }
  }

  // ---- parts: none refreshes itself more often than each data-every seconds, none while somebody is at it, and
  // none misses what changes meanwhile (an event that comes during a request would be lost with the old element)
  const parts = {
    fired: new Map(), // when each live-<topic> was heard last
    begun: new Map(), // when each part was asked for last, by id
    later: new Set(), // those that somebody is at
    timers: new Map(),

    mayBegin(part) {
      const now = performance.now();
      const wait = (this.begun.get(part.id) ?? -Infinity) + Number(part.dataset.every ?? 0) * 1000 - now;
      if (this.isBusy(part)) this.later.add(part.id);
      else if (wait > 0) this.inAWhile(part.id, wait);
      else { this.begun.set(part.id, now); return true; }
      return false;
    },

    isBusy: part => !!part.querySelector('form.htmx-request, button.htmx-request, dialog[open], details.menu[open], tbody input:checked') || part.contains(typing()),

    inAWhile(id, wait) {
      if (this.timers.has(id)) return;
      this.timers.set(id, setTimeout(() => { this.timers.delete(id); this.again(id); }, wait));
    },

    again(id) {
      const part = document.getElementById(id);
      if (part && this.mayBegin(part)) htmx.ajax('GET', part.getAttribute('hx-get'), { source: part, target: part, swap: 'outerHTML' });
    },

    settled(part) {
      const heard = [...(part.getAttribute?.('hx-trigger') ?? '').matchAll(/live-[\w.-]+/g)].map(match => this.fired.get(match[0]) ?? 0);
      if (Math.max(0, ...heard) > this.begun.get(part.id)) this.again(part.id);
    },

    /** Somebody has left something; the parts that waited for it catch up. */
    left() {
      setTimeout(() => {
        const waiting = [...this.later];
        this.later.clear();
        waiting.forEach(id => this.again(id));
      }, 100);
    },
  };
  ['focusout', 'change', 'close', 'toggle'].forEach(name => document.addEventListener(name, () => parts.left(), true));

  // ---- what a person has begun stays when a part is replaced: ticked boxes, open details, the focus
  const kept = new Map();

  function keep(part) {
    const active = part.contains(document.activeElement) ? document.activeElement : null;
    kept.set(part.id, {
      ticked: all('input[type=checkbox][value]:checked', part).map(box => box.value),
      open: all('details[open][id]', part).map(one => one.id),
      focus: active && (active.id ? '#' + CSS.escape(active.id) : active.getAttribute('href')
        ? `[href="${CSS.escape(active.getAttribute('href'))}"]`
        : active.ariaLabel ? `[aria-label="${CSS.escape(active.ariaLabel)}"]` : null),
      scroll: all('.scroll', part).map(one => one.scrollLeft),
    });
  }

  function restore(part) {
    const before = kept.get(part.id);
    if (!before) return;
    kept.delete(part.id);
    all('input[type=checkbox][value]', part).forEach(box => { box.checked ||= before.ticked.includes(box.value); });
    before.open.forEach(id => document.getElementById(id)?.setAttribute('open', ''));
    all('.scroll', part).forEach((one, i) => { one.scrollLeft = before.scroll[i] ?? 0; });
    if (before.focus) part.querySelector(before.focus)?.focus({ preventScroll: true });
    countTicked();
  }

  // ---- selections: <form data-selection> with boxes; [data-ticked] tells how many, buttons inside wait for some
  function countTicked() {
    for (const form of all('[data-selection]')) {
      const boxes = all('tbody input[type=checkbox]', form);
      const ticked = boxes.filter(box => box.checked).length;
      all('[data-ticked]', form).forEach(place => { place.textContent = String(ticked); });
      all('[data-needs-ticked]', form).forEach(one => { one.hidden = ticked === 0; });
      const whole = form.querySelector('input[data-all]');
      if (whole) {
        whole.checked = ticked > 0 && ticked === boxes.length;
        whole.indeterminate = ticked > 0 && ticked < boxes.length;
      }
    }
  }

  document.addEventListener('change', event => {
    const box = event.target;
    if (box.matches?.('input[data-all]')) {
      all('tbody input[type=checkbox]', box.closest('[data-selection]')).forEach(one => { one.checked = box.checked; });
    }
    countTicked();
    if (box.closest?.('form[data-on-change]')) box.form.requestSubmit();
  });

  // ---- toasts go by themselves, unless somebody is at them
  function mind(toast) {
    if (toast.dataset.minded) return;
    toast.dataset.minded = 'yes';
    const lasts = toast.querySelector('form') ? 12000 : toast.classList.contains('refused') ? 15000 : 7000;
    let timer;
    const leave = () => { timer = setTimeout(() => toast.remove(), lasts); };
    toast.addEventListener('pointerenter', () => clearTimeout(timer));
    toast.addEventListener('focusin', () => clearTimeout(timer));
    toast.addEventListener('pointerleave', leave);
    toast.addEventListener('focusout', leave);
    toast.addEventListener('submit', () => { // its answer needs it for a while
      clearTimeout(timer);
      toast.hidden = true;
      leave();
    });
    leave();
  }

  function toast(text) {
    const place = document.getElementById('toasts');
    const line = document.createElement('div');
    const words = document.createElement('p');
    line.className = 'toast refused';
    words.textContent = text;
    line.append(words);
    place?.append(line);
    mind(line);
  }

  /** The person's answer to a question, by the page's one dialog for that. */
  function ask(question) {
    const dialog = document.getElementById('ask');
    dialog.querySelector('p').textContent = question;
    dialog.returnValue = '';
    dialog.showModal();
    return new Promise(told => { dialog.onclose = () => told(dialog.returnValue === 'yes'); });
  }

  // ---- clicks: open and close dialogs, dismiss toasts, copy, quick values
  document.addEventListener('click', event => {
    const target = event.target.closest?.('button, a, dialog');
    if (!target) return;
    if (target.dataset.dialog) document.getElementById(target.dataset.dialog)?.showModal();
    if (target.hasAttribute('data-close')) target.closest('dialog')?.close();
    if (target.tagName === 'DIALOG' && event.target === target && outside(target, event)) target.close();
    if (target.matches('.toast .close')) target.closest('.toast').remove();
    if (target.dataset.copy !== undefined) copy(target);
    if (target.dataset.plus) plus(target);
    if ('stop' in target.dataset) search(target, false);
    if ('goOn' in target.dataset) search(target, true);
  });

  const outside = (dialog, { clientX: x, clientY: y }) => {
    const box = dialog.getBoundingClientRect();
    return x < box.left || x > box.right || y < box.top || y > box.bottom;
  };

  function copy(button) {
    const text = button.dataset.copy || document.getElementById(button.dataset.of)?.textContent || '';
    navigator.clipboard?.writeText(text).then(() => {
      const before = button.textContent;
      button.textContent = 'Copied';
      setTimeout(() => { button.textContent = before; }, 1500);
    });
  }

  /** <button data-plus="300" data-for="id of a datetime-local">: so many seconds from now. */
  function plus(button) {
    const field = document.getElementById(button.dataset.for);
    field.value = localValue(new Date(Date.now() + Number(button.dataset.plus) * 1000));
    field.dispatchEvent(new Event('change', { bubbles: true }));
  }

  /** Stops a search that goes on by itself, or lets it go on. */
  function search(button, on) {
    const row = button.closest('tr');
    row.querySelector('[data-stop]').hidden = !on;
    row.querySelector('[data-go-on]').hidden = on;
    if (on) delete row.dataset.stopped;
    else row.dataset.stopped = 'yes';
    htmx.trigger(row, on ? 'go-on' : 'htmx:abort');
  }

  const localValue = at => new Date(at - at.getTimezoneOffset() * 60000).toISOString().slice(0, 19);

  /** <input type="datetime-local" data-instant="name">: the browser's zone for people, an instant for the server. */
  function wireInstants(root) {
    for (const field of all('input[data-instant]', root)) {
      const instant = document.createElement('input');
      instant.type = 'hidden';
      instant.name = field.dataset.instant;
      if (field.dataset.value) field.value = localValue(new Date(field.dataset.value));
      const tell = () => { instant.value = field.value ? new Date(field.value).toISOString() : ''; };
      field.removeAttribute('name');
      delete field.dataset.instant;
      field.addEventListener('change', tell);
      field.addEventListener('input', tell);
      tell();
      field.after(instant);
    }
  }

  // ---- keys
  const goes = { o: '', q: 'queues', j: 'jobs', e: 'enqueue', s: 'schedulers', v: 'servers', m: 'q/metrics', a: 'audit', r: 'redis', t: 'settings' };
  let gPressed = 0;

  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape') return all('.toast').at(-1)?.remove();
    if (event.target.closest?.('input, textarea, select, [contenteditable], dialog[open]')) return;
    if (event.key === '/') {
      const field = document.querySelector('input[type=search]');
      if (field) { event.preventDefault(); field.closest('details')?.setAttribute('open', ''); field.focus(); }
    } else if (event.key === '?') {
      document.getElementById('keys')?.showModal();
    } else if (event.key === 'g') {
      gPressed = Date.now();
    } else if (event.key in goes && Date.now() - gPressed < 1500) {
      location.href = base + goes[event.key];
    }
  });

  // ---- charts load their library only where there is one
  let chartsLoaded;
  const script = url => new Promise((loaded, failed) => {
    const one = document.createElement('script');
    one.src = url;
    one.onload = loaded;
    one.onerror = failed;
    document.head.append(one);
  });

  async function draw(root) {
    if (!root.querySelector?.('[data-chart]')) return;
    chartsLoaded ??= script(meta('chart-js')).then(() => script(meta('charts')));
    await chartsLoaded;
    window.stayflowCharts.draw(root);
  }

  // ---- htmx
  document.addEventListener('htmx:configRequest', event => {
    const token = meta('csrf');
    if (token) event.detail.headers['X-XSRF-TOKEN'] = token;
  });
  document.addEventListener('htmx:beforeRequest', event => {
    const part = event.detail.elt;
    const isRefresh = event.detail.requestConfig.triggeringEvent?.type?.startsWith('live-');
    if ('stopped' in part.dataset || (isRefresh && !parts.mayBegin(part))) event.preventDefault();
  });
  const typing = () => {
    const field = document.activeElement;
    return field?.matches('input:not([type=checkbox]), textarea, select') ? field : null;
  };
  document.addEventListener('htmx:beforeOnLoad', event => {
    // what was ticked or typed is done with, so that the part may refresh itself
    const { elt, xhr, requestConfig } = event.detail;
    (xhr.getResponseHeader('HX-Trigger') ?? '').split(', ').forEach(name => parts.fired.set(name, performance.now()));
    if (requestConfig.verb !== 'post' || xhr.status >= 400) return;
    elt.closest('dialog[open]')?.close();
    const form = elt.closest('[data-selection]');
    if (!form) return;
    all('input:checked', form).forEach(box => { box.checked = false; });
    all('details.menu', form).forEach(menu => { menu.open = false; });
    countTicked();
  });
  document.addEventListener('htmx:confirm', event => {
    if (!event.detail.question) return;
    event.preventDefault();
    ask(event.detail.question).then(yes => { if (yes) event.detail.issueRequest(true); });
  });
  document.addEventListener('htmx:beforeSwap', event => {
    const { target, requestConfig } = event.detail;
    if (!target?.id) return;
    const isRefresh = requestConfig.verb === 'get' && target.getAttribute('hx-trigger')?.includes('live-');
    if (isRefresh && parts.isBusy(target)) { // somebody came to it since it was asked for
      event.detail.shouldSwap = false;
      parts.later.add(target.id);
    } else keep(target);
  });
  document.addEventListener('htmx:afterRequest', event => {
    if (event.detail.requestConfig.verb === 'post') parts.left();
    const status = event.detail.xhr?.status ?? 0;
    if (status === 503) away(true);
    else if (status > 0 && !live.redisAway) away(false);
  });
  document.addEventListener('htmx:responseError', event => {
    const { status } = event.detail.xhr;
    const isRefresh = event.detail.requestConfig.verb === 'get';
    if (status === 403) toast('This needs the role of an operator, and a console that is not read-only.');
    else if (!isRefresh) toast(event.detail.xhr.getResponseHeader('X-Reason') ?? `This did not work (${status}).`);
  });
  document.addEventListener('htmx:sendError', () => live.show('off', 'reconnecting'));
  document.addEventListener('htmx:afterSettle', event => {
    const part = document.getElementById(event.detail.target?.id) ?? event.detail.elt;
    ready(part);
    restore(part);
    parts.settled(part);
  });
  document.addEventListener('htmx:oobAfterSwap', () => all('.toast').forEach(mind));

  // ---- start
  function ready(root) {
    tellTimes(root);
    wireSettings(root);
    wireInstants(root);
    draw(root);
    all('.toast').forEach(mind);
    countTicked();
  }

  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) live.lost = true;
    live.restart();
  });
  addEventListener('pagehide', () => live.source?.close());
  addEventListener('pageshow', event => { if (event.persisted) live.restart(); });
  setInterval(() => tellTimes(), 1000);
  ready(document);
  live.restart();
  window.stayflow = { settings, zone, draw, toast };
})();
