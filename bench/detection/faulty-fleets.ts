/** Fleets in each of which one thing goes wrong several times a day, until a person repairs it. */
import { FAULT_PLANS, type FaultPlan } from './fault-plans.ts';
import { repair } from './repair.ts';
import { type Act, addTeam, afterMinutes, draw, MINUTE_MS } from './stage.ts';

/** As a monitor is set up in good times. */
const QUIET_MINUTES = 360;
/** The aftermath of a fault, and of its repair, is over before the next. */
const EVERY_MINUTES = 360;
const LATEST_START_MINUTES = 50;
const REPAIR_MINUTES = { min: 60, max: 90 };

export function toAct(plan: FaultPlan): Act {
  const { team, act, spreadMinutes = 0 } = plan;
  return (stage) => {
    addTeam(stage, team);
    const startMs = stage.simulator.now().getTime();
    for (let from = QUIET_MINUTES; from + EVERY_MINUTES <= stage.minutes; from += EVERY_MINUTES) {
      const plannedMinute = from + draw(stage, 0, LATEST_START_MINUTES);
      const endMinute = plannedMinute + spreadMinutes + draw(stage, REPAIR_MINUTES.min, REPAIR_MINUTES.max);
      afterMinutes(stage, endMinute, () => repair(stage, team.meanSeconds));
      afterMinutes(stage, plannedMinute, () =>
        act(stage, (cause, itemIds = []) => {
          const startMinute = (stage.simulator.now().getTime() - startMs) / MINUTE_MS;
          stage.episodes.push({ cause, startMinute, endMinute, itemIds });
        }),
      );
    }
  };
}

export const FAULTY_FLEETS: Readonly<Record<string, Act>> = Object.fromEntries(
  Object.entries<FaultPlan>(FAULT_PLANS).map(([name, plan]) => [name, toAct(plan)]),
);
