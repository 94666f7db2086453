/** Sets the alarm on missing runs to ALARM, as CloudWatch itself would: the one proof of the way from alarm to people. */
import { CloudWatchClient, DescribeAlarmsCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { type AwsAccess, toAwsConfig, toAwsFailure } from '../aws-client.ts';
import type { TestResult } from './send-tests.ts';

const REASON = 'Test by qoder-monitor test-alert: nothing is wrong. The next evaluation sets the state back.';

export async function flipAlarm(alarmName: string, aws: AwsAccess): Promise<TestResult> {
  const client = new CloudWatchClient(toAwsConfig(aws));
  try {
    const { MetricAlarms = [] } = await client.send(new DescribeAlarmsCommand({ AlarmNames: [alarmName] }));
    const [alarm] = MetricAlarms;
    if (alarm === undefined) return failed(`There is no alarm ${alarmName}: deploy the stack again`);
    // An alarm tells of changes only.
    if (alarm.StateValue === 'ALARM') {
      return failed(
        `The alarm ${alarmName} is in ALARM already, so setting it would send nothing: no run succeeds. Store a token, or read the function's log, and test again when it is OK`,
      );
    }
    await client.send(
      new SetAlarmStateCommand({ AlarmName: alarmName, StateValue: 'ALARM', StateReason: REASON }),
    );
    return {
      isDone: true,
      lines: [
        `Alarm ${alarmName}: set to ALARM.`,
        'everyone on the topic health: should have "ALARM: …" now, and "OK: …" when it goes back by itself, within a few minutes',
      ],
    };
  } catch (error) {
    return failed(toAwsFailure(error, `Setting the alarm ${alarmName}`).message);
  } finally {
    client.destroy();
  }
}

const failed = (sentence: string): TestResult => ({ isDone: false, lines: [sentence] });
