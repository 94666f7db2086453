/** Channels of a chat, as Amazon Q Developer names them. */
import * as v from 'valibot';

// Sources: patterns of AWS::Chatbot::SlackChannelConfiguration and AWS::Chatbot::MicrosoftTeamsChannelConfiguration.
const UUID = /^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$/;

const id = (pattern: RegExp, remedy: string) => v.pipe(v.string(remedy), v.regex(pattern, remedy));

export const slackChannelSchema = v.strictObject(
  {
    workspaceId: id(
      /^[0-9A-Z]{1,255}$/,
      'write the id of the workspace, such as T0123456789: the console of Amazon Q Developer shows it once the workspace is authorized',
    ),
    channelId: id(
      /^[A-Za-z0-9]{1,255}$/,
      'write the id at the end of the link to the channel, such as C0123456789, not its name',
    ),
  },
  'write { "workspaceId": "T…", "channelId": "C…" }',
);

export const teamsChannelSchema = v.strictObject(
  {
    tenantId: id(UUID, 'write the id of the tenant: tenantId in the link to the channel'),
    teamId: id(UUID, 'write the id of the team: groupId in the link to the channel'),
    channelId: id(
      /^[A-Za-z0-9_%+.:@-]{1,255}$/,
      'write the id of the channel: what stands between /channel/ and the next / in its link, such as 19%3aab…%40thread.tacv2',
    ),
  },
  'write { "tenantId": "…", "teamId": "…", "channelId": "19%3a…%40thread.tacv2" }',
);

export type SlackChannel = v.InferOutput<typeof slackChannelSchema>;
export type TeamsChannel = v.InferOutput<typeof teamsChannelSchema>;
