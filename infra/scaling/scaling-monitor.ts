/** A monitor by whose WorkersWanted workers are scaled. */
import type { IAutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { IBaseService } from 'aws-cdk-lib/aws-ecs';
import { MeasuredMonitor } from '../measured-monitor.ts';
import { type ScaledObject, type ScaledObjectProps, toScaledObject } from './scaled-object.ts';
import {
  type ServiceScalingProps,
  scaleGroup,
  scaleService,
  type WorkerScalingProps,
} from './worker-scaling.ts';
import type { ScaledMonitor } from './workers-wanted.ts';

export abstract class ScalingMonitor extends MeasuredMonitor implements ScaledMonitor {
  abstract readonly config: ScaledMonitor['config'];

  /** Scales an ECS service of workers by WorkersWanted. @returns the alarm that does it */
  scaleService(service: IBaseService, props: ServiceScalingProps): Alarm {
    return scaleService(this, service, props);
  }

  /** Scales an Auto Scaling group of workers by WorkersWanted. @returns the alarm that does it */
  scaleGroup(group: IAutoScalingGroup, props: WorkerScalingProps): Alarm {
    return scaleGroup(this, group, props);
  }

  /** The manifest of a KEDA ScaledObject that follows WorkersWanted. */
  toScaledObject(props: ScaledObjectProps): ScaledObject {
    return toScaledObject(this, props);
  }
}
