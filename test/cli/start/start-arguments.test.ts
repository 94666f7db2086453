import { describe, expect, it } from 'vitest';
import { toStartArguments } from '../../../cli/start/start-arguments.ts';
import { openWorld } from '../../../local/monitor/watched-world.ts';

const environment = { QODER_PAT: 'pt-start-0123456789' };

describe('toStartArguments()', () => {
  it('hands the workspace of a real environment on to the settings of its monitor', async () => {
    const values = { environment: ['env_x'], 'workspace-id': 'ws_1' };

    const { settings } = await openWorld(toStartArguments(values, environment).real);

    expect(settings).toEqual({ workspaceId: 'ws_1' });
  });

  it.each([
    [
      { 'base-url': 'https://api.qoder.com.cn/api/v1/cloud' },
      '--base-url is "https://api.qoder.com.cn/api/v1/cloud"',
    ],
    [{ 'workspace-id': 'ws_1' }, '--workspace-id is "ws_1"'],
  ])('does not show the simulated fleet to who wrote %j', (values, part) => {
    expect(() => toStartArguments(values, environment)).toThrow(
      `${part}, and no real environment is named: add --environment env_x, or --all`,
    );
  });

  it('shows the simulated fleet where only variables name an API', () => {
    const variables = { ...environment, QODER_BASE_URL: 'https://api.qoder.com.cn/api/v1/cloud' };

    expect(toStartArguments({}, variables).real).toBeNull();
  });
});
