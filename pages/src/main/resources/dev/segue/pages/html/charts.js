'use strict';
// Draws what the figures hold, in the colours of the page.
{
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const colour = name => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  const short = value => value === null || value === undefined ? '-' : Number(value.toPrecision(4)).toString();

  const axis = (name, more) => ({
    name, nameTextStyle: { color: colour('quiet'), align: 'center' },
    axisLabel: { color: colour('quiet'), hideOverlap: true }, axisLine: { lineStyle: { color: colour('line') } },
    splitLine: { lineStyle: { color: colour('line'), opacity: .6 } }, ...more,
  });

  const series = chart => {
    let marked = 0;
    return chart.series.map(each => {
      const tone = each.highlighted ? colour(`series-${marked++ % 5 + 1}`) : colour('other');
      return {
        name: each.name, type: chart.points ? 'scatter' : 'line', data: each.values, itemStyle: { color: tone },
        lineStyle: { color: tone, width: each.highlighted ? 2.5 : 1 }, symbolSize: chart.points ? 11 : 6,
        showSymbol: chart.points || each.values.length < 40, z: each.highlighted ? 3 : 2, connectNulls: true,
        label: { show: chart.points, formatter: '{a}', position: 'right', color: colour('ink') },
        labelLayout: { moveOverlap: 'shiftY' },
        markLine: each.marked === null ? undefined : {
          symbol: 'none', label: { formatter: 'kept', color: colour('ink') }, lineStyle: { color: tone },
          data: [{ xAxis: each.marked }],
        },
      };
    });
  };

  const hasLegend = chart => chart.series.length > 1 && !chart.points; // points say their names
  const options = chart => ({
    animation: false,
    textStyle: { fontFamily: 'system-ui, sans-serif' },
    legend: { type: 'scroll', bottom: 0, textStyle: { color: colour('ink') }, show: hasLegend(chart),
      data: chart.series.filter(each => each.highlighted).map(each => each.name) },
    grid: { left: 8, right: chart.points ? 90 : 18, top: 36, bottom: hasLegend(chart) ? 64 : 32, containLabel: true },
    tooltip: {
      trigger: chart.points ? 'item' : 'axis', order: 'valueDesc', confine: true, backgroundColor: colour('raised'),
      borderColor: colour('line'), textStyle: { color: colour('ink') },
      ...(chart.points
        ? { formatter: point => `${echarts.format.encodeHTML(point.seriesName)}<br>${short(point.value[0])}, ${short(point.value[1])}` }
        : { valueFormatter: short }),
    },
    xAxis: axis(chart.horizontal, {
      nameLocation: 'middle', nameGap: 28, type: chart.logarithmic ? 'log' : chart.categories ? 'category' : 'value',
      data: chart.categories ?? undefined, scale: true,
    }),
    yAxis: axis(chart.vertical, {
      nameLocation: 'end', nameGap: 12, nameTextStyle: { color: colour('quiet'), align: 'left' }, type: 'value', scale: true,
    }),
    series: series(chart),
  });

  const shown = new Map(); // by title
  for (const figure of document.querySelectorAll('figure')) {
    const element = figure.querySelector('.chart');
    const chart = JSON.parse(element.querySelector('script').textContent);
    const drawn = echarts.init(element, null, { renderer: 'svg' });
    const draw = () => drawn.setOption(options(chart), true);
    draw();
    shown.set(figure.querySelector('figcaption').textContent, { chart, draw });
    dark.addEventListener('change', draw);
    new ResizeObserver(() => drawn.resize()).observe(element);
  }

  // The curves of another page over those of this one, and what differs between what both are of.
  const factsOf = page => new Map(
      [...page.querySelectorAll('dl dt')].map(name => [name.textContent, name.nextElementSibling.textContent]));

  const layOver = (page, name) => {
    for (const figure of page.querySelectorAll('figure')) {
      const under = shown.get(figure.querySelector('figcaption').textContent);
      if (under) {
        const over = JSON.parse(figure.querySelector('.chart script').textContent);
        if (over.categories.length > under.chart.categories.length) {
          under.chart.categories = over.categories;
        }
        under.chart.series.push(...over.series.map(each => ({ ...each, name: `${each.name}, ${name}` })));
        under.draw();
      }
    }
    const theirs = factsOf(page);
    for (const fact of document.querySelectorAll('dl dt')) {
      const text = theirs.get(fact.textContent);
      if (text !== undefined && text !== fact.nextElementSibling.textContent) {
        const differs = document.createElement('div');
        differs.textContent = `${name}: ${text}`;
        fact.nextElementSibling.append(differs);
      }
    }
  };

  const overlay = document.getElementById('overlay');
  if (overlay) {
    overlay.hidden = false;
    overlay.querySelector('input').addEventListener('change', async event => {
      const file = event.target.files[0];
      const page = new DOMParser().parseFromString(await file.text(), 'text/html');
      const status = overlay.querySelector('[role=status]');
      if (page.querySelector('figure .chart script')) {
        layOver(page, file.name);
        status.textContent = `${file.name} lies over it.`;
      } else {
        status.textContent = `${file.name} is no such page.`;
      }
    });
  }
}
