/** From a dashboard's body and recorded runs to what is drawn of each widget. */
import type { DrawnAlarms, DrawnContent, DrawnWidget } from '../../local/page/browser/drawing-model.ts';
import { evaluateAlarm } from './alarm-model.ts';
import { queryLog } from './query-log.ts';
import type { RecordedRun } from './record-hours.ts';
import type { BodyWidget, SynthesizedDashboard } from './synthesize-dashboard.ts';
import { toLines } from './to-lines.ts';

export const toDrawnWidgets = (
  { widgets, alarms }: SynthesizedDashboard,
  runs: readonly RecordedRun[],
): readonly DrawnWidget[] =>
  widgets.map(({ properties, ...widget }) => ({
    x: widget.x,
    y: widget.y,
    width: widget.width,
    height: widget.height,
    title: typeof properties.title === 'string' ? properties.title : '',
    content:
      widget.type === 'alarm'
        ? { kind: 'alarms', entries: toAlarms(properties.alarms, alarms, runs) }
        : toContent({ properties, ...widget }, runs),
  }));

function toContent({ type, properties }: BodyWidget, runs: readonly RecordedRun[]): DrawnContent {
  if (type === 'text') return { kind: 'text', markdown: String(properties.markdown) };
  if (type === 'log') return { kind: 'table', ...queryLog(String(properties.query), runs) };
  if (type === 'metric' && properties.view === 'singleValue') return toNumbers(properties.metrics, runs);
  if (type === 'metric') return toGraph(properties, runs);
  throw new TypeError(`Cannot draw a widget of the type ${type}: the dashboard had none so far`);
}

/** Further than the evaluation periods; the guide has it in an example. */
const EXTRA_POINTS_COUNT = 2;

/** In the state in which the last run leaves them. */
function toAlarms(
  arns: unknown,
  alarms: SynthesizedDashboard['alarms'],
  runs: readonly RecordedRun[],
): DrawnAlarms['entries'] {
  return (Array.isArray(arns) ? arns : []).map((arn) => {
    const alarm = alarms.get(String(arn));
    if (alarm === undefined)
      throw new TypeError(`Cannot draw the alarm ${arn}: the stack has none of this name`);
    const [line] = toLines([alarm.row], runs);
    const state = evaluateAlarm(alarm, line?.values ?? [], EXTRA_POINTS_COUNT).at(-1) ?? 'INSUFFICIENT_DATA';
    return {
      name: String(arn)
        .replace(/^.*Alarms/, '')
        .replace(/[0-9A-F]{8}$/, ''),
      state,
    };
  });
}

function toNumbers(metrics: unknown, runs: readonly RecordedRun[]): DrawnContent {
  const entries = toLines(metrics, runs).map(({ label, values }) => ({
    label,
    value: values.at(-1) ?? null,
  }));
  return { kind: 'numbers', entries };
}

interface Annotation {
  readonly value: number;
  readonly label: string;
  readonly color: string;
}

function toGraph(properties: BodyWidget['properties'], runs: readonly RecordedRun[]): DrawnContent {
  const { yAxis, annotations, metrics } = properties as {
    readonly yAxis?: { readonly left?: { readonly label?: string } };
    readonly annotations?: { readonly horizontal?: readonly Annotation[] };
    readonly metrics?: unknown;
  };
  return {
    kind: 'graph',
    label: yAxis?.left?.label ?? null,
    atSeconds: runs.map(({ atSeconds }) => atSeconds),
    lines: toLines(metrics, runs),
    levels: (annotations?.horizontal ?? []).map(({ value, label, color }) => ({
      value,
      label,
      colour: color,
    })),
  };
}
