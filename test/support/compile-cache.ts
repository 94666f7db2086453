/** Where processes of tests find what others compiled, in the variables of those that get none of this process. */
const { NODE_COMPILE_CACHE } = process.env;

export const COMPILE_CACHE: { readonly NODE_COMPILE_CACHE?: string } =
  NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE };
