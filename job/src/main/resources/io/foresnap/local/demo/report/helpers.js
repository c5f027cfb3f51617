const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const percent = x => (100 * x).toFixed(x > 0 && x < 0.1 ? 1 : 0) + ' %';
const millis = x => x >= 1000 ? (x / 1000).toFixed(2) + ' s' : x.toFixed(x < 10 ? 1 : 0) + ' ms';
const bytes = x => x >= 1e9 ? (x / 1e9).toFixed(2) + ' GB' : x >= 1e6 ? (x / 1e6).toFixed(1) + ' MB' : (x / 1e3).toFixed(0) + ' kB';
const count = x => x.toLocaleString('en');
const element = (tag, text, kind) => {
  const e = document.createElement(tag);
  e.textContent = text;
  if (kind) e.className = kind;
  return e;
};

const table = (id, header, rows) => {
  const t = document.getElementById(id);
  const cells = (tag, row) => {
    const tr = document.createElement('tr');
    row.forEach((c, i) => tr.append(element(i === 0 ? 'th' : tag, c, i && header ? 'number' : '')));
    return tr;
  };
  if (header) {
    const head = document.createElement('thead');
    head.append(cells('th', header));
    t.append(head);
  }
  rows.forEach(r => t.append(cells('td', r)));
};

const tiles = (id, pairs) => {
  for (const [value, label] of pairs) {
    const tile = element('div', '', 'tile');
    tile.append(element('b', value), element('span', label));
    document.getElementById(id).append(tile);
  }
};

const title = text => ({ display: true, text });

/** Draws the charts with what they are made of, and again when the colours change. */
const drawAll = draw => {
  let charts = [];
  const all = () => {
    charts.forEach(c => c.destroy());
    charts = [];
    const color = Object.fromEntries(
      ['blue', 'green', 'amber', 'red', 'grey', 'violet', 'teal', 'pink', 'brown'].map(name => [name, css('--' + name)]));
    Chart.defaults.color = css('--soft');
    Chart.defaults.borderColor = css('--line');
    Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
    const line = (label, data, c, more) => ({ label, data, borderColor: c, backgroundColor: c, borderWidth: 2, pointRadius: 0, pointHitRadius: 8, ...more });
    const xy = (x, y, more) => ({
      responsive: true, maintainAspectRatio: false, animation: false, parsing: false,
      interaction: { mode: 'nearest', axis: 'x', intersect: false },
      plugins: { legend: { position: 'bottom', labels: { usePointStyle: true, pointStyle: 'line', boxWidth: 28 } } },
      scales: { x: { type: 'linear', ...x }, y: { beginAtZero: true, ...y }, ...more },
    });
    const share = { min: 0, max: 1, ticks: { callback: percent } };
    const plot = (id, type, datasets, options, labels) => {
      const canvas = document.getElementById(id);
      if (datasets.every(d => d.data.length === 0)) {
        canvas.parentNode.replaceChildren(element('div', 'No figures: too short, or switched off', 'none'));
        return;
      }
      charts.push(new Chart(canvas, { type, data: { labels, datasets }, options }));
    };
    plot.of = id => charts.find(c => c.canvas.id === id);
    draw({ plot, line, xy, share, color });
  };
  all();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', all);
};
