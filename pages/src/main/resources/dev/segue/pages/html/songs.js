'use strict';
// Finds songs by what one types: those similar to them, and where they are on the map.
{
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const colour = name => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  const plain = text => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const count = songs => `${songs} ${songs === 1 ? 'song' : 'songs'}`;

  // The places of the songs whose names have all the words.
  const finder = songs => {
    const names = songs.map(plain);
    return typed => {
      const words = plain(typed).split(/\s+/).filter(word => word !== '');
      return words.length === 0
        ? [] : names.flatMap((name, place) => words.every(word => name.includes(word)) ? [place] : []);
    };
  };

  const element = (name, text) => Object.assign(document.createElement(name), { textContent: text });

  for (const part of document.querySelectorAll('.similar-songs')) {
    const shown = 5;
    const { songs, similar } = JSON.parse(part.querySelector('script').textContent);
    const find = finder(songs);
    const input = part.querySelector('input');
    const show = () => {
      const found = find(input.value);
      part.querySelector('[role=status]').textContent = input.value.trim() === ''
        ? '' : `${count(found.length)}${found.length > shown ? `, the first ${shown} of them here` : ''}`;
      part.querySelector('.found').replaceChildren(...found.slice(0, shown).flatMap(place => [
        element('dt', songs[place]), element('dd', similar[place].map(other => songs[other]).join('; '))]));
    };
    input.addEventListener('input', show);
    part.querySelector('.tools').hidden = false;
    show();
  }

  for (const part of document.querySelectorAll('.song-map')) {
    const labelled = 10; // more names than that lie over one another
    const map = JSON.parse(part.querySelector('script').textContent);
    const drawn = echarts.init(part.querySelector('.map'), null, { renderer: 'canvas' });
    const find = finder(map.songs);
    const input = part.querySelector('input');
    const select = part.querySelector('select');
    const status = part.querySelector('[role=status]');
    const at = place => [map.across[place], map.up[place], place];
    const pointsOf = group => map.group.flatMap((each, place) => each === group ? [at(place)] : []);
    const clouds = [
      { name: 'all others', tone: 'other', data: pointsOf(-1) },
      ...map.groups.map((name, group) => ({ name, tone: `series-${group % 5 + 1}`, data: pointsOf(group) })),
    ];
    let found = [];
    let path = [];
    let step = 0;

    const label = {
      formatter: point => map.songs[point.value[2]], position: 'top', width: 160, overflow: 'truncate',
    };
    const named = () => ({ ...label, color: colour('ink'), textBorderColor: colour('ground'), textBorderWidth: 3 });

    const series = () => [
      ...clouds.map((cloud, place) => ({
        name: cloud.name, type: 'scatter', data: cloud.data, large: true, largeThreshold: 1000, z: place === 0 ? 1 : 2,
        symbolSize: place === 0 ? 4 : 6, itemStyle: { color: colour(cloud.tone), opacity: place === 0 ? .6 : .9 },
      })),
      {
        name: 'playlist', type: 'line', data: path.map(at), z: 3, symbol: 'circle', symbolSize: 6, clip: true,
        lineStyle: { color: colour('accent'), width: 1.5 }, itemStyle: { color: colour('accent') },
      },
      {
        name: 'found', type: 'scatter', data: found.map(at), z: 4, symbolSize: 11,
        itemStyle: { color: colour('ground'), borderColor: colour('ink'), borderWidth: 2.5 },
        label: { ...named(), show: found.length <= labelled }, labelLayout: { hideOverlap: true },
      },
      {
        name: 'here', type: 'scatter', data: path.slice(step, step + 1).map(at), z: 5, symbolSize: 15,
        itemStyle: { color: colour('accent'), borderColor: colour('ink'), borderWidth: 2 },
        label: { ...named(), show: true },
      },
    ];

    const axis = { type: 'value', show: false, scale: true };
    const zoom = { type: 'inside', filterMode: 'none', zoomOnMouseWheel: 'ctrl' };
    const draw = () => drawn.setOption({
      animation: false,
      textStyle: { fontFamily: 'system-ui, sans-serif' },
      legend: {
        type: 'scroll', bottom: 0, show: map.groups.length > 0, textStyle: { color: colour('ink') },
        pageTextStyle: { color: colour('ink') }, pageIconColor: colour('accent'),
        pageIconInactiveColor: colour('other'),
        data: [...map.groups, 'all others'],
      },
      grid: { left: 8, right: 8, top: 24, bottom: 40 },
      tooltip: {
        trigger: 'item', confine: true, backgroundColor: colour('raised'), borderColor: colour('line'),
        textStyle: { color: colour('ink') }, formatter: point => echarts.format.encodeHTML(map.songs[point.value[2]]),
      },
      xAxis: axis,
      yAxis: axis,
      dataZoom: [{ ...zoom, xAxisIndex: 0 }, { ...zoom, yAxisIndex: 0 }],
      series: series(),
    }, { replaceMerge: ['series'] });

    input.addEventListener('input', () => {
      found = find(input.value);
      status.textContent = input.value.trim() === '' ? '' : [count(found.length),
        found.slice(0, labelled).map(place => map.songs[place]).join('; ')].filter(text => text).join(': ');
      draw();
    });

    const back = part.querySelector('[data-step="-1"]');
    const next = part.querySelector('[data-step="1"]');
    const follow = () => {
      back.disabled = step <= 0;
      next.disabled = step >= path.length - 1;
      status.textContent = path.length === 0 ? '' : `${step + 1} of ${path.length}: ${map.songs[path[step]]}`;
      draw();
    };
    select.append(new Option('none', ''), ...map.paths.map((each, place) => new Option(each.name, place)));
    select.addEventListener('change', () => {
      path = select.value === '' ? [] : map.paths[select.value].points;
      step = 0;
      follow();
    });
    for (const button of [back, next]) {
      button.addEventListener('click', () => {
        step = Math.max(0, Math.min(path.length - 1, step + Number(button.dataset.step)));
        follow();
      });
    }

    for (const button of part.querySelectorAll('[data-zoom]')) {
      button.addEventListener('click', () => drawn.dispatchAction({
        type: 'dataZoom',
        batch: drawn.getOption().dataZoom.map(({ start, end }, dataZoomIndex) => {
          const middle = (start + end) / 2;
          const half = (end - start) / 2 * Number(button.dataset.zoom);
          return { dataZoomIndex, start: Math.max(0, middle - half), end: Math.min(100, middle + half) };
        }),
      }));
    }

    part.querySelector('.follow').hidden = map.paths.length === 0;
    part.querySelector('.tools').hidden = false;
    part.querySelector('.map').hidden = false;
    drawn.resize();
    draw();
    dark.addEventListener('change', draw);
    new ResizeObserver(() => drawn.resize()).observe(part.querySelector('.map'));
  }
}
