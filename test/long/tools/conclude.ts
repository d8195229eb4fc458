/** Prints the result line of a part, and every fault; a fault makes the process end with code 1. */
export function conclude(result: string, faults: readonly string[]): void {
  for (const fault of faults) console.log(`FAULT ${fault}`);
  console.log(`${faults.length ? 'FAILED' : 'ok'}: ${result}; faults: ${faults.length}`);
  if (faults.length) process.exitCode = 1;
}
