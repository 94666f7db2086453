/** The SBOM that npm makes of package-lock.json, with what npm does not know: which of it is in the function's bundle. */
import * as v from 'valibot';

/** Public: whoever reads the SBOM of the function filters by it. */
const BUNDLED = 'qoder-work-queue-monitor:in-function';

const property = v.object({ name: v.string(), value: v.string() });
const component = v.looseObject({
  name: v.string(),
  version: v.string(),
  properties: v.optional(v.array(property), []),
});
const sbomSchema = v.looseObject({
  bomFormat: v.literal('CycloneDX'),
  specVersion: v.literal('1.5'),
  metadata: v.looseObject({ component: v.looseObject({ name: v.string() }) }),
  components: v.array(component),
});

export type Sbom = v.InferOutput<typeof sbomSchema>;

/**
 * @param npmSbom what `npm sbom --sbom-format cyclonedx` printed
 * @param projectName npm says the name of the folder
 * @param bundled `name@version` of the packages in the bundle
 * @throws {Error} when npm printed no SBOM of this format
 */
export function toSbom(npmSbom: string, projectName: string, bundled: ReadonlySet<string>): Sbom {
  const sbom = parseSbom(npmSbom);
  const { metadata, components } = sbom;
  return {
    ...sbom,
    metadata: { ...metadata, component: { ...metadata.component, name: projectName } },
    components: components.map(({ properties, ...rest }) => {
      const isBundled = String(bundled.has(`${rest.name}@${rest.version}`));
      return { ...rest, properties: [...properties, { name: BUNDLED, value: isBundled }] };
    }),
  };
}

function parseSbom(text: string): Sbom {
  try {
    return v.parse(sbomSchema, JSON.parse(text));
  } catch (cause) {
    const start = text.trim().slice(0, 200) || 'nothing';
    throw new Error(`npm sbom printed no CycloneDX 1.5: ${start}; use npm 10 or newer`, { cause });
  }
}
