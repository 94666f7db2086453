/** The one kind of graph the dashboard uses, so that all of them read alike. */
import { GraphWidget, type HorizontalAnnotation, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { PERIOD } from '../cloudwatch-metrics.ts';

/** CloudWatch's grid is 24 units wide: three graphs a row, where they do not say otherwise. */
export const FULL_WIDTH = 24;
export const GRAPH_WIDTH = 8;
export const GRAPH_HEIGHT = 6;

export interface GraphOptions {
  readonly unit?: 'Seconds' | 'Count';
  readonly lines?: readonly HorizontalAnnotation[];
  readonly width?: number;
}

/** Every axis begins at zero: half-empty must not look like full. */
export function graph(title: string, metrics: readonly IMetric[], options: GraphOptions = {}): GraphWidget {
  const { unit, lines = [], width = GRAPH_WIDTH } = options;
  return new GraphWidget({
    title,
    left: [...metrics],
    leftYAxis: { min: 0, showUnits: false, ...(unit === undefined ? {} : { label: unit }) },
    leftAnnotations: [...lines],
    period: PERIOD,
    width,
    height: GRAPH_HEIGHT,
  });
}
