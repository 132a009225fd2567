// Fills the page's own markup of a finding, for findings that are not in the page. Texts go in as text, never as markup.
// biome-ignore lint/correctness/noUnusedVariables: the next script of the page uses it
const plumblineArticle = (view, check, shared) => {
  const article = document.getElementById('article-template').content.firstElementChild.cloneNode(true);
  article.id = `f-${view.finding}`;
  const slot = (name) => article.querySelector(`[data-slot="${name}"]`);
  const text = (name, value) => {
    const place = slot(name);
    (place.querySelector('bdi') ?? place).textContent = value;
  };
  text('short', view.short);
  text(
    'title',
    check.finding.replace('{name}', () => view.name),
  );
  text('resource', view.resource);
  text('kind', view.kind);
  text('account', view.account);
  text('region', view.region);
  text('owner', view.owner === '' ? 'no owner' : view.owner);
  text('check', check.id);
  text('consequence', check.consequence);
  text('remediation', check.remediation);
  text('controls', check.controls === '' ? 'No control names this.' : check.controls);
  text('verify', view.verify);
  text('show', view.show);
  text('except', view.except);
  text('question', check.questionName);
  text('standing', view.standing);
  text('read', `read by scan ${view.judgedScan}`);
  slot('question').href = `#question=${check.question}`;
  const tag = document.getElementById(`severity-${view.severity}`);
  slot('severity').replaceChildren(tag.content.cloneNode(true));
  const shape = view.state === 'resolved' ? 'pass' : view.state === 'excepted' ? 'excepted' : 'fail';
  const verdict = slot('verdict').firstElementChild;
  verdict.setAttribute('class', `verdict ${shape}`);
  verdict.querySelector('use').setAttribute('href', `#v-${shape}`);
  const more = slot('more');
  more.hidden = view.moreEvidence === 0;
  more.textContent = `and ${view.moreEvidence} more: the command under Explain lists all`;
  const cause = slot('shared');
  cause.hidden = !shared;
  cause.firstElementChild.href = `#cause=${view.cause}&group=none`;
  const rows = (name, items, fill) => {
    const list = article.querySelector(`[data-rows="${name}"]`);
    const model = list.firstElementChild ?? document.createElement('li');
    list.replaceChildren(
      ...items.map((item) => {
        const row = model.cloneNode(true);
        fill(row, item);
        return row;
      }),
    );
  };
  rows('evidence', view.evidence, (row, item) => {
    const [path, found, expected] = row.children;
    path.firstElementChild.textContent = item.path;
    found.firstElementChild.textContent = item.found;
    expected.firstElementChild.textContent = item.expected;
  });
  rows('history', view.history, (row, line) => {
    row.firstElementChild.textContent = line;
  });
  rows('sources', check.sources, (row, line) => {
    row.textContent = line;
  });
  return article;
};
