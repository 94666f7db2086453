/** A dashboard with its data, as it is drawn: what `npm run dashboard-image` hands to the page that draws it. */

/** On CloudWatch's grid of 24 columns. */
interface Placed {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly title: string;
}

export interface DrawnText {
  readonly kind: 'text';
  readonly markdown: string;
}

export interface DrawnGraph {
  readonly kind: 'graph';
  /** Of the axis; null: it has none. */
  readonly label: string | null;
  readonly atSeconds: readonly number[];
  /** Null where nothing was published: a gap. */
  readonly lines: readonly { readonly label: string; readonly values: readonly (number | null)[] }[];
  readonly levels: readonly { readonly value: number; readonly label: string; readonly colour: string }[];
}

export interface DrawnNumbers {
  readonly kind: 'numbers';
  readonly entries: readonly { readonly label: string; readonly value: number | null }[];
}

export interface DrawnAlarms {
  readonly kind: 'alarms';
  readonly entries: readonly {
    readonly name: string;
    readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  }[];
}

export interface DrawnTable {
  readonly kind: 'table';
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export type DrawnContent = DrawnText | DrawnGraph | DrawnNumbers | DrawnAlarms | DrawnTable;
export type DrawnWidget = Placed & { readonly content: DrawnContent };

export interface Drawing {
  readonly caption: string;
  /** What is chosen in its menu, such as `Environment: env_x`. */
  readonly choice: string;
  readonly widgets: readonly DrawnWidget[];
}
