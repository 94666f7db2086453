/** Every metric that a dashboard or an alarm names, in one shape. */
import { resolve } from './resolve-template.ts';
import { resourceOf, type TemplateJson } from './synthesize-monitor.ts';

export interface MetricReference {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensionNames: readonly string[];
  readonly statistic: string;
}

export interface Widget {
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface DashboardBody {
  readonly widgets: readonly Widget[];
  readonly variables: readonly Readonly<Record<string, unknown>>[];
}

/** As CloudWatch gets it. */
export function bodyOf(template: TemplateJson): DashboardBody {
  const { DashboardBody: body } = resourceOf(template, 'AWS::CloudWatch::Dashboard').Properties;
  return JSON.parse(String(resolve(template, body)));
}

/** Metrics of a widget's `metrics` rows: [namespace, name, dimension, value, …, options] or [{ expression }]. */
export function referencesOf(widget: Widget): MetricReference[] {
  const rows = (widget.properties.metrics ?? []) as readonly (readonly unknown[])[];
  return rows.flatMap((row) => {
    const options = row.at(-1) as { readonly expression?: string; readonly stat?: string };
    if (typeof options.expression === 'string')
      return isQuery(options.expression) ? [referenceOfExpression(options.expression)] : [];
    const [namespace, metricName, ...dimensions] = row.slice(0, -1).map(String);
    return [
      {
        namespace: namespace ?? '',
        metricName: metricName ?? '',
        dimensionNames: dimensions.filter((_text, index) => index % 2 === 0),
        statistic: options.stat ?? 'Average',
      },
    ];
  });
}

/** Any other expression reckons with metrics that are rows of their own. */
const isQuery = (expression: string): boolean => /SEARCH\(|^SELECT /.test(expression);

/** SEARCH of a dashboard, or SELECT of Metrics Insights. */
export function referenceOfExpression(expression: string): MetricReference {
  const search = /SEARCH\('\{([^,}]+),([^}]+)\} .*MetricName="(\w+)"', '(\w+)'/.exec(expression);
  const select = /^SELECT (\w+)\((\w+)\) FROM SCHEMA\("([^"]+)", ([^)]+)\)/.exec(expression);
  if (search !== null) {
    const [, namespace = '', dimensions = '', metricName = '', statistic = ''] = search;
    return { namespace, metricName, dimensionNames: dimensions.split(','), statistic };
  }
  if (select !== null) {
    const [, aggregate = '', metricName = '', namespace = '', dimensions = ''] = select;
    return {
      namespace,
      metricName,
      dimensionNames: dimensions.split(',').map((name) => name.trim()),
      statistic: aggregate === 'MAX' ? 'Maximum' : aggregate,
    };
  }
  throw new Error(`Cannot read the expression ${expression}`);
}
