/** Queues of moto, which take what topics and buses let through. */
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';

export interface Queue {
  readonly url: string;
  readonly arn: string;
}

export async function createQueue(sqs: SQSClient, name: string): Promise<Queue> {
  const { QueueUrl: url = '' } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
  const question = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] });
  const { Attributes } = await sqs.send(question);
  return { url, arn: Attributes?.QueueArn ?? '' };
}

/** @returns the bodies of at most ten messages */
export async function receive(sqs: SQSClient, { url }: Queue): Promise<string[]> {
  const question = new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10 });
  const { Messages = [] } = await sqs.send(question);
  return Messages.map(({ Body = '' }) => Body);
}

/** @returns the numbers in `message.0` and the like, of all messages, in their order */
export async function receiveNumbers(
  sqs: SQSClient,
  queue: Queue,
  toMessageId: (body: string) => string,
): Promise<number[]> {
  const numbers: number[] = [];
  for (;;) {
    const bodies = await receive(sqs, queue);
    if (bodies.length === 0) return numbers.toSorted((a, b) => a - b);
    numbers.push(...bodies.map((body) => Number(toMessageId(body).slice('message.'.length))));
  }
}
