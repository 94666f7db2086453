/** The function's code lies where whoever deploys has put it: nothing of the CDK's bootstrap is used. */
import { BootstraplessSynthesizer, type FileAssetLocation, type FileAssetSource, Fn } from 'aws-cdk-lib';
import { PARAMETERS } from '../../contract/deployment.ts';
import { PACKAGE_NAME, VERSION } from '../../contract/version.ts';

/** As much of the content's hash as no two builds share. */
const HASH_LENGTH = 16;

export interface CodeFile {
  /** Changes with its content, so that CloudFormation sees what is new. */
  readonly name: string;
  /** What is in it; its name within the app's output. */
  readonly folder: string;
}

export class OwnBucketSynthesizer extends BootstraplessSynthesizer {
  /** A list: a stack works with a copy of its synthesizer, which shares what is in here. */
  private readonly files: CodeFile[] = [];

  /** @throws {Error} while the stack has no function */
  get code(): CodeFile {
    const [only] = this.files;
    if (only === undefined) throw new Error('The stack has no code: make its monitor first');
    return only;
  }

  override addFileAsset({ fileName = '', sourceHash }: FileAssetSource): FileAssetLocation {
    const name = `${PACKAGE_NAME}-${VERSION}-${sourceHash.slice(0, HASH_LENGTH)}.zip`;
    this.files.push({ name, folder: fileName });
    const bucketName = Fn.ref(PARAMETERS.codeBucket);
    // The name is no parameter: an update keeps the values of parameters, and would keep the old code.
    const objectKey = Fn.join('', [Fn.ref(PARAMETERS.codePrefix), name]);
    const s3ObjectUrl = Fn.join('/', ['s3:/', bucketName, objectKey]);
    return { bucketName, objectKey, s3ObjectUrl, httpUrl: s3ObjectUrl };
  }
}
