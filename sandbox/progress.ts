/** Prints what each cluster waits for, with the seconds since the start. */
export function progressReport(): (cluster: string, state: string) => void {
  const start = Date.now();
  return (cluster, state) => {
    const seconds = ((Date.now() - start) / 1000).toFixed(1).padStart(5);
    process.stderr.write(`${seconds} s  ${cluster.padEnd(12)} ${state}\n`);
  };
}
