/** A table read from the structured lines of the function's log. */
import { LogQueryWidget } from 'aws-cdk-lib/aws-cloudwatch';

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
