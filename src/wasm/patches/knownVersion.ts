/** The version of tfjs whose internals the files in this folder were written against. Others get tfjs' own kernels. */
export const knownVersion = '4.22.0';
