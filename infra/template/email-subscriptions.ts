/** Subscriptions of addresses that are known at deployment, each of which may be none. */
import { CfnCondition, CfnRule, Fn, type Stack } from 'aws-cdk-lib';
import { CfnSubscription, type ITopic } from 'aws-cdk-lib/aws-sns';
import { PARAMETERS } from '../../contract/deployment.ts';

/**
 * Each address has a parameter of its own. In a single list, one that is removed would move the others up: each would
 * be subscribed anew and then, as what it was before, unsubscribed.
 */
export function subscribeEmails(
  stack: Stack,
  emails: readonly string[],
  topics: Readonly<Record<string, ITopic>>,
): void {
  for (const [index, email] of emails.entries()) {
    const name = PARAMETERS.emails[index];
    const isGiven = new CfnCondition(stack, `Has${name}`, {
      expression: Fn.conditionNot(Fn.conditionEquals(email, '')),
    });
    for (const [topicName, { topicArn }] of Object.entries(topics)) {
      const subscription = new CfnSubscription(stack, `${name}${topicName}`, {
        topicArn,
        protocol: 'email',
        endpoint: email,
      });
      subscription.cfnOptions.condition = isGiven;
    }
  }
  refuseDoubles(stack, emails);
}

/** Two subscriptions of an address are one to SNS: whichever is removed would take it from both. */
function refuseDoubles(stack: Stack, emails: readonly string[]): void {
  const pairs = emails.flatMap((later, index) =>
    emails.slice(0, index).map((earlier, earlierIndex) => ({ later, index, earlier, earlierIndex })),
  );
  new CfnRule(stack, 'EachAddressOnce', {
    assertions: pairs.map(({ later, index, earlier, earlierIndex }) => ({
      assert: Fn.conditionOr(
        Fn.conditionEquals(later, ''),
        Fn.conditionNot(Fn.conditionEquals(later, earlier)),
      ),
      assertDescription: `${PARAMETERS.emails[index]} is ${PARAMETERS.emails[earlierIndex]} again: leave one of them empty`,
    })),
  });
}
