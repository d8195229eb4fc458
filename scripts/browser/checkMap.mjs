import { join } from 'node:path';

const few = 20_000;
const many = 1_000_000;

/** Runs a function of the page's `mapTest`. */
const call = (page, name, ...given) =>
  page.evaluate(([method, args]) => window.mapTest[method](...args), [name, given]);

async function opened(browser, url, faults) {
  const page = await browser.newPage({ viewport: { width: 900, height: 640 } });
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  page.on('pageerror', (error) => faults.push(error.message));
  await page.goto(url);
  await page.waitForFunction(() => document.title === 'ready', null, { timeout: 60_000 });
  return page;
}

/** Keeps what the page shows, for the eye, if the environment names a folder for it. */
const keep = (page, name) =>
  process.env.PICTURES && page.screenshot({ path: join(process.env.PICTURES, `${name}.png`) });

const settle = (page) => page.waitForTimeout(300);

async function checkPlaces(page, check) {
  const { squares, agreeing } = await call(page, 'compare');
  const mirrored = await call(page, 'compare', { mirrored: true });
  check(
    'map: colours where the cells are',
    squares > 300 && agreeing > 0.98,
    `${squares} squares, ${agreeing} right`,
  );
  check('map: a mirrored one would be noticed', mirrored.agreeing < 0.3, `${mirrored.agreeing}`);
  const views = [
    ['+', { distance: 0.75 }],
    ['ArrowRight', { distance: 0.75, target: [0.15, 0] }],
    ['ArrowUp', { distance: 0.75, target: [0.15, 0.15] }],
    ['0', {}],
  ];
  for (const [key, view] of views) {
    await page.focus('canvas');
    await page.keyboard.press(key);
    await settle(page);
    const seen = await call(page, 'compare', view);
    check(`map: the key ${key} moves it`, seen.squares > 300 && seen.agreeing > 0.98, `${seen.agreeing}`);
  }
}

async function checkMouse(page, check) {
  const place = await call(page, 'placeOf', 3);
  await page.mouse.move(place.x, place.y);
  await page.mouse.wheel(0, -200);
  await settle(page);
  const zoomed = await call(page, 'compare');
  check('map: scrolling zooms', zoomed.agreeing < 0.9, `${zoomed.agreeing} as before`);
  await page.click('text=Show all');
  await settle(page);
  await page.mouse.move(place.x, place.y, { steps: 10 });
  await page.mouse.down();
  await page.mouse.move(place.x - 80, place.y, { steps: 10 });
  await page.mouse.up();
  await settle(page);
  const dragged = await call(page, 'placeOf', 3);
  const height = await page.evaluate(() => document.querySelector('canvas').clientHeight);
  const moved = await call(page, 'compare', { target: [160 / height, 0] });
  check('map: dragging moves it', moved.agreeing > 0.98 && dragged.x === place.x, `${moved.agreeing}`);
  await page.click('text=Show all');
  await settle(page);
}

async function checkSelection(page, check) {
  const groups = await call(page, 'groups');
  const { x, y } = await call(page, 'placeOf', 3);
  const corners = [-70, 70].flatMap((dx) => [-90, 90].map((dy) => [dx, dx < 0 ? dy : -dy]));
  await page.click('text=Lasso');
  await page.mouse.move(x + corners[0][0], y + corners[0][1]);
  await page.mouse.down();
  for (const [dx, dy] of [...corners.slice(1), corners[0]]) {
    await page.mouse.move(x + dx, y + dy, { steps: 10 });
    await settle(page);
  }
  await keep(page, 'lasso');
  await page.mouse.up();
  await settle(page);
  await page.click('text=Move');
  const lassoed = (await page.evaluate(() => window.mapTest.told.selected.at(-1))) ?? [];
  const right = lassoed.filter((cell) => groups[cell] === 3).length;
  const all = groups.filter((group) => group === 3).length;
  check(
    'map: a lasso selects the cells in it',
    right === lassoed.length && right > 0.97 * all,
    `${right} of ${all}`,
  );
  await keep(page, 'selected');
  await page.click('button[title="Select type 2"]');
  const picked = await page.evaluate(() => window.mapTest.told.selected.at(-1));
  check(
    'map: the legend selects a category',
    `${picked}` === `${groups.flatMap((group, i) => (group === 1 ? [i] : []))}`,
    `${picked.length} cells`,
  );
  await call(page, 'select', [7, 3]);
  const [selected, told] = await page.evaluate(() => [
    window.mapTest.selected(),
    window.mapTest.told.selected.length,
  ]);
  check('map: the program selects cells', `${selected}` === '3,7' && told === 2, `${selected}`);
  await page.focus('canvas');
  await page.keyboard.press('Escape');
  await settle(page);
  const none = await page.evaluate(() => [
    window.mapTest.selected().length,
    window.mapTest.told.selected.at(-1).length,
  ]);
  check('map: Escape selects none', `${none}` === '0,0', `${none}`);
  const hovered = await page.evaluate(() => window.mapTest.told.hovered.filter((cell) => cell !== undefined));
  check(
    'map: it tells the cell under the mouse',
    hovered.length > 0 && hovered.every((cell) => cell < few),
    `${hovered.length}`,
  );
}

async function checkColours(page, check) {
  await page.selectOption('select', 'depth');
  await page.waitForSelector('figure svg');
  await settle(page);
  await keep(page, 'numbers');
  const label = await page.getAttribute('canvas', 'aria-label');
  check('map: numbers have a scale', /^Map of 20,000 cells by depth: from -\d/.test(label), label);
  const other = await call(page, 'compare');
  check('map: other colours would be noticed', other.agreeing < 0.7, `${other.agreeing}`);
  await call(page, 'recolour', 'labels');
  await settle(page);
  const back = await call(page, 'compare');
  check('map: and back', back.agreeing > 0.98, `${back.agreeing}`);
}

async function checkLoss(page, check) {
  await page.focus('canvas');
  await page.keyboard.press('+');
  await call(page, 'select', [7, 3]);
  await call(page, 'loseWebgl');
  await settle(page);
  const selected = await call(page, 'selected');
  await call(page, 'select', []);
  await settle(page);
  const { agreeing } = await call(page, 'compare', { distance: 0.75 });
  check(
    'map: it outlives the loss of WebGL',
    agreeing > 0.98 && `${selected}` === '3,7',
    `${agreeing}, ${selected}`,
  );
}

async function checkEnd(page, check) {
  const left = await call(page, 'destroy');
  const parts = await page.evaluate(() => document.querySelectorAll('body > div').length);
  check(
    'map: destroy leaves nothing in the page',
    left === 0 && parts === 1,
    `${left} and ${parts - 1} parts`,
  );
  const late = await page.evaluate(() => window.mapTest.refusal((map) => map.select([1])));
  check('map: a call after it is refused', late?.code === 'ZBIO_BAD_STATE', late?.message);
  await call(page, 'open', few, { theme: 'dark' });
  await keep(page, 'dark');
  await call(page, 'destroy');
}

/** Seconds of one drawing: until its pixels can be read. */
const frameTime = (page) =>
  page.evaluate(async () => {
    const canvas = document.querySelector('canvas');
    const key = (name) => canvas.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true }));
    const nextFrame = () => new Promise((done) => requestAnimationFrame(done));
    const times = [];
    for (let i = 0; i < 10; i++) {
      const from = performance.now();
      key(['ArrowLeft', 'ArrowRight', '+', '-'][i % 4]);
      await nextFrame();
      await nextFrame();
      canvas.getContext('2d').getImageData(0, 0, 1, 1);
      times.push(performance.now() - from);
    }
    return times.sort((a, b) => a - b)[5];
  });

async function heapOf(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize, backingStorageSize } = await session.send('Runtime.getHeapUsage');
  return (usedSize + backingStorageSize) / 1e6;
}

async function checkMany(page, check) {
  await call(page, 'open', 1000);
  await call(page, 'destroy');
  await call(page, 'forget');
  const before = await heapOf(page);
  const time = await call(page, 'open', many);
  const { squares, agreeing } = await call(page, 'compare');
  check(
    `map: ${many} cells`,
    squares > 300 && agreeing > 0.98,
    `drawn in ${Math.round(time)} ms, ${agreeing} right`,
  );
  await keep(page, 'million');
  const frame = await frameTime(page);
  check('map: they move', frame < 10_000, `a frame takes ${Math.round(frame)} ms`);
  const recoloured = await call(page, 'recolour', 'batch');
  const open = await heapOf(page);
  await keep(page, 'batches');
  await call(page, 'destroy');
  await call(page, 'forget');
  const left = (await heapOf(page)) - before;
  const detail = `recoloured in ${Math.round(recoloured)} ms; ${Math.round(open - before)} MB, after destroy ${Math.round(left)} MB`;
  check('map: destroy gives memory back', left < 40, detail);
}

/** Checks maps in a page: what is drawn against the data, mouse and keys, a million cells, and a browser without WebGL. */
export async function checkMap({ browser, launch, url, check }) {
  const faults = [];
  const page = await opened(browser, url, faults);
  await call(page, 'open', few);
  await keep(page, 'map');
  await checkPlaces(page, check);
  await checkMouse(page, check);
  await checkSelection(page, check);
  await checkColours(page, check);
  await checkLoss(page, check);
  await checkEnd(page, check);
  await checkMany(page, check);
  check('map: no error in the page', faults.length === 0, faults.join('; '));
  const without = await launch(['--disable-3d-apis']);
  const plain = await opened(without, url, []);
  const error = await plain.evaluate(() =>
    window.mapTest.open(100).then(
      () => ({}),
      ({ code, message }) => ({ code, message, parts: document.querySelector('#map').childElementCount }),
    ),
  );
  check(
    'map: without WebGL, an error says so',
    error.code === 'ZBIO_NO_PEER' && error.parts === 0,
    error.message,
  );
  await without.close();
}
