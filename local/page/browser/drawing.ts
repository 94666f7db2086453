/** Draws a dashboard as CloudWatch lays it out, of the widget types that ours has: the page of `npm run dashboard-image`. */
import { byId, h } from './dom.ts';
import { drawGraph } from './drawing-graph.ts';
import type {
  Drawing,
  DrawnAlarms,
  DrawnNumbers,
  DrawnTable,
  DrawnText,
  DrawnWidget,
} from './drawing-model.ts';

const COLUMN_PX = 60;
const ROW_PX = 42;

function drawWidget({ x, y, width, height, title, content }: DrawnWidget): HTMLElement {
  const [widthPx, heightPx] = [width * COLUMN_PX - 8, height * ROW_PX - 8];
  const place = `left: ${x * COLUMN_PX}px; top: ${y * ROW_PX}px; width: ${widthPx}px; height: ${heightPx}px`;
  const heading = title === '' ? [] : [h('h3', {}, title)];
  const body = content.kind === 'graph' ? drawGraph(content, widthPx, heightPx) : drawContent(content);
  return h('section', { class: content.kind, style: place }, ...heading, body);
}

function drawContent(content: Exclude<DrawnWidget['content'], { kind: 'graph' }>): HTMLElement {
  switch (content.kind) {
    case 'text':
      return drawText(content);
    case 'numbers':
      return drawNumbers(content);
    case 'alarms':
      return drawAlarms(content);
    case 'table':
      return drawTable(content);
  }
}

/** Of Markdown, headings and links: our texts have nothing else. */
function drawText({ markdown }: DrawnText): HTMLElement {
  const paragraphs = markdown.split('\n\n').map((text) => {
    const [, marks = '', rest = text] = /^(#+) (.*)$/s.exec(text) ?? [];
    const parts = rest.split(/(\[[^\]]+\]\([^)]+\))/).map((part) => {
      const [, words] = /^\[([^\]]+)\]/.exec(part) ?? [];
      return words === undefined ? part : h('a', {}, words);
    });
    return marks === '' ? h('p', {}, ...parts) : h(marks === '#' ? 'h1' : 'h2', {}, ...parts);
  });
  return h('div', {}, ...paragraphs);
}

const drawNumbers = ({ entries }: DrawnNumbers): HTMLElement =>
  h(
    'div',
    {},
    ...entries.map(({ label, value }) =>
      h('div', {}, h('b', {}, value === null ? '--' : String(value)), h('span', {}, label)),
    ),
  );

const STATE_WORDS = { OK: 'OK', ALARM: 'In alarm', INSUFFICIENT_DATA: 'Insufficient data' } as const;

const drawAlarms = ({ entries }: DrawnAlarms): HTMLElement =>
  h(
    'div',
    {},
    ...entries.map(({ name, state }) =>
      h('span', { 'data-state': state }, name, h('small', {}, STATE_WORDS[state])),
    ),
  );

const drawTable = ({ columns, rows }: DrawnTable): HTMLElement =>
  h(
    'table',
    {},
    h('tr', {}, h('th', {}, '#'), ...columns.map((name) => h('th', {}, name))),
    ...rows.map((cells, index) =>
      h('tr', {}, h('td', {}, String(index + 1)), ...cells.map((cell) => h('td', {}, cell))),
    ),
  );

const { caption, choice, widgets }: Drawing = JSON.parse(byId('drawing').textContent);
const bottom = Math.max(...widgets.map(({ y, height }) => y + height));
document.body.append(
  h('p', { class: 'caption' }, caption),
  h('p', { class: 'choice' }, choice),
  h('main', { style: `height: ${bottom * ROW_PX}px` }, ...widgets.map(drawWidget)),
);
