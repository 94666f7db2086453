/** Tables and graphs read from the structured lines of the function's log. */
import { LogQueryVisualizationType, LogQueryWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { GRAPH_HEIGHT, GRAPH_WIDTH } from './graph.ts';

export interface LogTableProps {
  readonly title: string;
  readonly logGroupName: string;
  /** Steps of a Logs Insights query. */
  readonly steps: readonly string[];
  readonly width: number;
  readonly height: number;
}

/** Every run writes its open incidents anew: those of the last three minutes are the ones that are open. */
export const SEEN_NOW = [
  'fields toMillis(@timestamp) as seenMs',
  'filter seenMs > now() * 1000 - 180000',
] as const;

export const logTable = ({ title, logGroupName, steps, width, height }: LogTableProps): LogQueryWidget =>
  new LogQueryWidget({ title, logGroupNames: [logGroupName], queryLines: [...steps], width, height });

/** The highest value of each minute. One in which nothing was written, or the field is missing, is a gap and not zero. */
export const logGraph = (
  title: string,
  logGroupName: string,
  filter: string,
  labels: Readonly<Record<string, string>>,
): LogQueryWidget =>
  new LogQueryWidget({
    title,
    logGroupNames: [logGroupName],
    view: LogQueryVisualizationType.LINE,
    queryLines: [
      `filter ${filter}`,
      `stats ${Object.entries(labels)
        .map(([label, field]) => `max(${field}) as ${label}`)
        .join(', ')} by bin(1m)`,
    ],
    width: GRAPH_WIDTH,
    height: GRAPH_HEIGHT,
  });
