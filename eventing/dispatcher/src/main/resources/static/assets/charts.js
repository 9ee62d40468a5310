// Draws <canvas data-chart="line|bar|log" data-values='{"labels": [...], "series": [{"name", "kind", "values"}], "unit"}'>.
// Labels that are times (ISO 8601) are shown in the browser's zone. Colours come from app.css, by the kind of a series.
(() => {
  'use strict';

  const drawn = new Map();
  const color = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const hour = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: window.stayflow.zone });
  const label = text => /T\d\d:/.test(text) ? hour.format(new Date(text)) : text;

  function units(unit, value) {
    if (unit === 'ms') return value >= 1000 ? `${+(value / 1000).toPrecision(3)} s` : `${+value.toPrecision(3)} ms`;
    if (unit === 'B') {
      const size = value > 0 ? Math.min(4, Math.floor(Math.log2(value) / 10)) : 0;
      return `${+(value / 1024 ** size).toPrecision(3)} ${['B', 'KiB', 'MiB', 'GiB', 'TiB'][size]}`;
    }
    return unit === '%' ? `${+value.toPrecision(3)} %` : value.toLocaleString('en');
  }

  function dataset(one, type) {
    const line = color('--' + one.kind) || color('--accent');
    return {
      label: one.name, data: one.values, borderColor: line, backgroundColor: type === 'bar' ? line : line + '22',
      borderWidth: type === 'bar' ? 0 : 2, pointRadius: one.values.filter(value => value !== null).length < 3 ? 3 : 0, pointHitRadius: 12, tension: 0.25, fill: type === 'area' ? 'origin' : false,
      borderDash: one.dash ? [4, 3] : [], maxBarThickness: 28, spanGaps: true,
    };
  }

  function options(values, type) {
    const text = color('--muted');
    const stacked = type === 'bar' && values.stacked !== false;
    const axis = { stacked, ticks: { color: text, maxTicksLimit: 6 }, border: { display: false } };
    const scale = type === 'log'
      ? { type: 'logarithmic', ticks: { color: text, callback: value => [1, 2, 5].includes(Number(value.toExponential()[0])) ? units(values.unit, value) : '' } }
      : { beginAtZero: true, ticks: { color: text, maxTicksLimit: 5, callback: value => units(values.unit, value) } };
    return {
      animation: false, responsive: true, maintainAspectRatio: false, interaction: { mode: 'index', intersect: false },
      scales: {
        x: { ...axis, grid: { display: false }, ticks: { color: text, maxRotation: 0, autoSkipPadding: 16 } },
        y: { ...axis, grid: { color: color('--line') }, ...scale },
      },
      plugins: {
        legend: { display: values.series.length > 1, position: 'bottom', align: 'start', labels: { color: color('--ink'), boxWidth: 10, boxHeight: 10, usePointStyle: true, padding: 14 } },
        tooltip: { callbacks: { label: item => ` ${item.dataset.label}: ${units(values.unit, item.parsed.y)}` } },
      },
    };
  }

  function drawOne(canvas) {
    drawn.get(canvas)?.destroy();
    const type = canvas.dataset.chart;
    const values = JSON.parse(canvas.dataset.values);
    drawn.set(canvas, new Chart(canvas, {
      type: type === 'bar' ? 'bar' : 'line',
      data: { labels: values.labels.map(label), datasets: values.series.map(one => dataset(one, type)) },
      options: options(values, type),
    }));
  }

  function forgetGone() {
    for (const [canvas, chart] of drawn) {
      if (!canvas.isConnected) { chart.destroy(); drawn.delete(canvas); }
    }
  }

  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  const redraw = () => drawn.forEach((_, canvas) => drawOne(canvas));
  document.addEventListener('theme', redraw);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
  window.stayflowCharts = {
    draw(root) {
      forgetGone();
      (root.matches?.('[data-chart]') ? [root] : [...root.querySelectorAll('[data-chart]')]).forEach(drawOne);
    },
  };
})();
