/** What the roles of a synthesized monitor may do, by simulating IAM on the policies of its template. */
import { runSimulation } from '@cloud-copilot/iam-simulate';
import { ACCOUNT, arnOf, REGION, resolve } from './resolve-template.ts';
import { resourceOf, resourcesOf, synthesizeMonitor, type TemplateJson } from './synthesize-monitor.ts';

export const KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
export const template = synthesizeMonitor({
  chat: true,
  encryptionKeyArn: KEY,
  eventBusName: 'incidents',
});

const arn = (type: string, idPart = '') => arnOf(template, resourceOf(template, type, idPart).id);
export const TABLE = arn('AWS::DynamoDB::Table');
export const SECRET = arn('AWS::SecretsManager::Secret');
export const ALERTS = arn('AWS::SNS::Topic', 'Alerts');
export const CHAT = arn('AWS::SNS::Topic', 'Chat');
export const HEALTH = arn('AWS::SNS::Topic', 'Health');
export const EVENT_BUS = `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/incidents`;
export const FUNCTION = arn('AWS::Lambda::Function');
export const LOG_GROUP = arn('AWS::Logs::LogGroup').replace(/:\*$/, '');
export const LOG_STREAM = `${LOG_GROUP}:log-stream:2026`;
/** What the outputs ask to add to the key's policy. */
const KEY_POLICY = {
  Version: '2012-10-17',
  Statement: JSON.parse(String(resolve(template, template.Outputs.KeyStatements?.Value))),
};
export const NAMESPACE = { 'cloudwatch:namespace': 'Qoder/WorkQueue' };
export const OWN_SOURCE = { 'events:source': 'qoder.work-queue-monitor' };
export const viaService = (service: string) => ({ 'kms:ViaService': `${service}.${REGION}.amazonaws.com` });

/** Every policy whose name contains the text, as the deployed role would have it. */
export function policiesOf(idPart: string, from: TemplateJson = template) {
  return resourcesOf(from, 'AWS::IAM::Policy')
    .filter(([id]) => id.includes(idPart))
    .map(([name, { Properties }]) => ({ name, policy: resolve(from, Properties.PolicyDocument) }));
}

export interface Request {
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string>>;
}

export async function simulate(
  rolePart: string,
  { action, resource, context = {} }: Request,
  from: TemplateJson = template,
): Promise<string> {
  const result = await runSimulation(
    {
      identityPolicies: policiesOf(rolePart, from),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      request: {
        action,
        principal: arn('AWS::IAM::Role', rolePart),
        resource: { accountId: ACCOUNT, resource },
        contextVariables: { ...context },
      },
      ...(resource === KEY ? { resourcePolicy: KEY_POLICY } : {}),
    },
    {},
  );
  if (result.resultType === 'error') throw new Error(JSON.stringify(result.errors));
  return result.overallResult;
}
