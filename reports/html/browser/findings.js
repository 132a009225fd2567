// Filter, sort, grouping and pages of the list; the state of it lives in the address, so that it can be sent.
(() => {
  const facts = JSON.parse(document.getElementById('facts').textContent);
  const checks = new Map(facts.checks.map((check) => [check.id, check]));
  const severities = ['critical', 'high', 'medium', 'low'];
  const perPage = 200;
  const byId = (id) => document.getElementById(id);
  const body = byId('list').tBodies[0];
  const staticRows = Array.from(body.rows);
  const staticShown = byId('shown').textContent;
  const number = new Intl.NumberFormat('en-US');

  // Data files call this; only names that were asked for are taken.
  const waiting = new Map();
  window.plumblineData = (name, rows) => {
    waiting.get(name)?.(rows);
    waiting.delete(name);
  };
  const dataFile = /^data\/(?:index-\d{4,}|findings-[a-z]+-(?:critical|high|medium|low)-\d{4,})\.js$/;
  const allowed = (url) => {
    if (!dataFile.test(url)) throw new TypeError('not a data file of this report');
    return url;
  };
  const policy = window.trustedTypes?.createPolicy('plumbline', { createScriptURL: allowed });
  const loads = new Map();
  const load = (name) => {
    let loading = loads.get(name);
    if (loading === undefined) {
      loading = new Promise((resolve, reject) => {
        waiting.set(name, resolve);
        const script = document.createElement('script');
        const url = `data/${name}.js`;
        script.src = policy === undefined ? allowed(url) : policy.createScriptURL(url);
        script.onerror = () => reject(new Error(`${url} is missing beside this page`));
        document.head.append(script);
      });
      loads.set(name, loading);
    }
    return loading;
  };

  // One row of an index file, by name.
  const asRow = (row) => {
    const check = checks.get(row[3]);
    const title = check.finding.replace('{name}', () => row[4]);
    return {
      finding: row[0],
      severity: row[1],
      state: row[2],
      check,
      title,
      place: row[5],
      owner: row[6],
      page: row[7],
      row: row[8],
      cause: row[9],
      why: row[10],
      openFor: row[11],
      firstSeen: row[12],
      reach: row[13],
      words: [title, row[5], row[6], check.id, check.questionName, severities[row[1]], row[2], row[0]]
        .join(' ')
        .toLowerCase(),
    };
  };
  let index;
  const loadIndex = async () => {
    if (index === undefined) {
      const all = [];
      for (let at = 1; at <= facts.indexes; at += 1) {
        for (const row of await load(`index-${String(at).padStart(4, '0')}`)) all.push(asRow(row));
        if (facts.indexes > 1) byId('shown').textContent = `reading ${at} of ${facts.indexes}`;
      }
      index = all;
    }
    return index;
  };

  // The address: #f-<finding>, or the state of the filter.
  const listOf = (params, key) => (params.get(key) ?? '').split(',').filter((value) => value !== '');
  const readState = () => {
    const params = new URLSearchParams(location.hash.slice(1));
    return {
      words: params.get('q') ?? '',
      severity: listOf(params, 'severity'),
      state: params.has('state') ? listOf(params, 'state') : ['open'],
      question: listOf(params, 'question'),
      cause: params.get('cause') ?? '',
      sort: params.get('sort') ?? 'worst',
      group: params.get('group') !== 'none',
      page: Math.max(0, Math.trunc(Number(params.get('page') ?? '0')) || 0),
    };
  };
  const address = (state) => {
    const params = new URLSearchParams();
    if (state.words !== '') params.set('q', state.words);
    if (state.severity.length > 0) params.set('severity', state.severity.join(','));
    if (state.state.join(',') !== 'open') params.set('state', state.state.join(','));
    if (state.question.length > 0) params.set('question', state.question.join(','));
    if (state.cause !== '') params.set('cause', state.cause);
    if (state.sort !== 'worst') params.set('sort', state.sort);
    if (!state.group) params.set('group', 'none');
    if (state.page > 0) params.set('page', String(state.page));
    return `#${params.toString().replaceAll('%2C', ',')}`;
  };
  const untouched = (state) => address(state) === '#';

  const stateMatches = (row, wanted) =>
    wanted.length === 0 ||
    wanted.includes(row.state) ||
    (wanted.includes('open') && row.state !== 'excepted' && row.state !== 'resolved');
  const matches = (row, state, words) =>
    (state.severity.length === 0 || state.severity.includes(severities[row.severity])) &&
    (state.question.length === 0 || state.question.includes(row.check.question)) &&
    (state.cause === '' || row.cause === state.cause) &&
    stateMatches(row, state.state) &&
    words.every((word) => row.words.includes(word));
  const text = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
  const worst = (a, b) =>
    a.severity - b.severity ||
    b.reach - a.reach ||
    text(a.firstSeen, b.firstSeen) ||
    text(a.finding, b.finding);
  const orders = {
    worst,
    oldest: (a, b) => text(a.firstSeen, b.firstSeen) || worst(a, b),
    newest: (a, b) => text(b.firstSeen, a.firstSeen) || worst(a, b),
    where: (a, b) => text(a.place, b.place) || worst(a, b),
    owner: (a, b) => Number(a.owner === '') - Number(b.owner === '') || text(a.owner, b.owner) || worst(a, b),
  };
  const grouped = (rows) => {
    const causes = new Map();
    for (const row of rows) {
      const cause = causes.get(row.cause);
      if (cause === undefined) causes.set(row.cause, { row, findings: 1, places: new Set([row.place]) });
      else {
        cause.findings += 1;
        cause.places.add(row.place);
      }
    }
    return [...causes.values()];
  };

  const element = (name, content) => {
    const made = document.createElement(name);
    made.textContent = content;
    return made;
  };
  const tableRow = ({ row, findings, places }) => {
    const made = byId('row-template').content.firstElementChild.cloneNode(true);
    const [tag, what, where, question, openFor, owner] = made.children;
    tag.append(byId(`severity-${severities[row.severity]}`).content.cloneNode(true));
    const link = what.querySelector('a.title');
    link.href = `#f-${row.finding}`;
    link.firstElementChild.textContent = row.title;
    const why = what.querySelector('.why');
    if (findings > 1) {
      const cause = element(
        'a',
        `${number.format(findings)} findings from this one cause${places.size > 1 ? `, in ${number.format(places.size)} accounts` : ''}`,
      );
      cause.className = 'cause';
      cause.href = `#cause=${row.cause}&group=none`;
      why.append(cause, ' ');
    }
    why.append(element('bdi', row.why));
    where.firstElementChild.textContent =
      places.size > 1 ? `${number.format(places.size)} accounts` : row.place;
    question.textContent = row.check.questionName;
    openFor.textContent = row.state === 'excepted' ? 'excepted' : row.openFor;
    if (row.owner === '') {
      owner.firstElementChild.className = 'zero';
      owner.firstElementChild.textContent = 'no owner';
    } else owner.firstElementChild.textContent = row.owner;
    return made;
  };

  const showControls = (state) => {
    if (document.activeElement !== byId('words')) byId('words').value = state.words;
    byId('sort').value = state.sort in orders ? state.sort : 'worst';
    byId('group').setAttribute('aria-pressed', String(state.group));
    for (const button of document.querySelectorAll('button[data-group]')) {
      button.setAttribute('aria-pressed', String(state[button.dataset.group].includes(button.dataset.value)));
    }
    for (const link of document.querySelectorAll('.rail a')) {
      const question = link.dataset.question;
      const own = question !== undefined && state.question.length === 1 && state.question[0] === question;
      const all =
        question === undefined &&
        link.getAttribute('href') === 'findings.html' &&
        state.question.length !== 1;
      if (own || all) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    }
  };

  const showList = async () => {
    const state = readState();
    showControls(state);
    const asked = location.hash;
    if (untouched(state) && facts.causes <= staticRows.length) {
      body.replaceChildren(...staticRows);
      byId('shown').textContent = staticShown;
      byId('none').hidden = true;
      byId('pages').hidden = true;
      return;
    }
    if (untouched(state) && index === undefined) {
      // Nobody has asked for more than the first rows yet: nothing is read from disk.
      body.replaceChildren(...staticRows);
      byId('shown').textContent = staticShown;
      byId('pages').hidden = false;
      byId('previous').disabled = true;
      byId('next').disabled = false;
      return;
    }
    const rows = await loadIndex();
    if (location.hash !== asked) return;
    const words = state.words
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '');
    const found = rows.filter((row) => matches(row, state, words)).sort(orders[state.sort] ?? worst);
    const shown = state.group
      ? grouped(found)
      : found.map((row) => ({ row, findings: 1, places: new Set([row.place]) }));
    const pages = Math.max(1, Math.ceil(shown.length / perPage));
    const page = Math.min(state.page, pages - 1);
    const part = shown.slice(page * perPage, (page + 1) * perPage);
    body.replaceChildren(...part.map(tableRow));
    const noun = state.group ? 'causes' : 'findings';
    const all = number.format(shown.length);
    const findings = state.group ? `, ${number.format(found.length)} findings` : '';
    byId('shown').textContent =
      pages === 1
        ? `${all} ${noun} shown${findings}, of ${number.format(rows.length)}`
        : `${number.format(page * perPage + 1)} to ${number.format(page * perPage + part.length)} of ${all} ${noun}${findings}, of ${number.format(rows.length)}`;
    byId('none').hidden = part.length > 0;
    byId('none').textContent =
      state.words === '' ? 'Nothing matches this filter.' : `Nothing matches '${state.words}'.`;
    byId('pages').hidden = pages === 1;
    byId('previous').disabled = page === 0;
    byId('next').disabled = page >= pages - 1;
  };

  const failed = (error) => {
    byId('shown').textContent =
      `Can't read all findings: ${error.message}. Keep the data folder beside this page.`;
  };

  let lastList = '';
  const showFinding = async (finding) => {
    let article = byId(`f-${finding}`);
    if (article === null) {
      const all = await loadIndex();
      const row = all.find((each) => each.finding.startsWith(finding));
      if (row === undefined || location.hash !== `#f-${finding}`) {
        document.body.classList.remove('detail');
        byId('shown').textContent = `No finding ${finding} in this scan.`;
        return;
      }
      article = byId(`f-${row.finding}`);
      if (article === null) {
        const rows = await load(row.page);
        article = plumblineArticle(
          rows[row.row],
          row.check,
          all.some((each) => each !== row && each.cause === row.cause),
        );
        byId('details').append(article);
      }
    }
    for (const shown of document.querySelectorAll('article.on')) shown.classList.remove('on');
    article.classList.add('on');
    document.body.classList.add('detail');
    article.querySelector('.crumbs a').href = lastList === '' ? '#' : lastList;
    window.scrollTo(0, 0);
    article.focus({ preventScroll: true });
  };

  const route = () => {
    const finding = /^#f-([0-9a-f]{6,64})$/.exec(location.hash);
    if (finding !== null) {
      showFinding(finding[1]).catch(failed);
      return;
    }
    if (/^#(?:content|filter|details)$/.test(location.hash)) {
      if (location.hash === '#filter') byId('words').focus();
      if (location.hash === '#content') return;
    } else lastList = location.hash;
    document.body.classList.remove('detail');
    for (const shown of document.querySelectorAll('article.on')) shown.classList.remove('on');
    showList().catch(failed);
  };

  const go = (change, replace) => {
    const next = address({ ...readState(), page: 0, ...change });
    if (replace) {
      history.replaceState(null, '', next);
      route();
    } else if (location.hash === next || (location.hash === '' && next === '#')) route();
    else location.hash = next;
  };

  byId('filter').hidden = false;
  byId('filter').addEventListener('submit', (event) => event.preventDefault());
  byId('words').addEventListener('input', (event) => go({ words: event.target.value }, true));
  byId('sort').addEventListener('change', (event) => go({ sort: event.target.value }));
  byId('group').addEventListener('click', () => go({ group: !readState().group, cause: '' }));
  byId('clear').addEventListener('click', () => {
    byId('words').value = '';
    location.hash = '#';
    route();
  });
  for (const button of document.querySelectorAll('button[data-group]')) {
    button.addEventListener('click', () => {
      const { group, value } = button.dataset;
      const pressed = readState()[group];
      go({
        [group]: pressed.includes(value) ? pressed.filter((each) => each !== value) : [...pressed, value],
      });
    });
  }
  byId('next').addEventListener('click', () => {
    const state = readState();
    loadIndex()
      .then(() => go({ page: state.page + 1 }))
      .catch(failed);
  });
  byId('previous').addEventListener('click', () => go({ page: Math.max(0, readState().page - 1) }));

  const move = (step) => {
    const links = Array.from(body.querySelectorAll('a.title'));
    const at = links.indexOf(document.activeElement);
    links[at === -1 ? 0 : Math.min(links.length - 1, Math.max(0, at + step))]?.focus();
  };
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || byId('keys').open) return;
    const typing = /^(?:INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    const detail = document.body.classList.contains('detail');
    if (event.key === 'Escape') {
      if (detail) location.hash = lastList === '' ? '#' : lastList;
      else if (event.target === byId('words')) {
        byId('words').value = '';
        go({ words: '' }, true);
        byId('words').blur();
      }
    } else if (typing) {
      if (event.key === 'Enter' && event.target === byId('words')) move(0);
    } else if (event.key === '/') {
      event.preventDefault();
      if (detail) location.hash = lastList === '' ? '#' : lastList;
      byId('words').focus();
    } else if (!detail && event.key === 'j') move(1);
    else if (!detail && event.key === 'k') move(-1);
  });
  window.addEventListener('hashchange', route);
  route();
})();
