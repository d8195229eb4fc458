import type { LeakageReport } from './leakage.js';
import { type LeakageAdvice, leakageFindings } from './leakageFindings.js';

/** States in words what a leakage report means: one line on z_bio and, if the report has z_nio, one line on it; see {@link leakageFindings}. */
export function leakageVerdict(report: LeakageReport, advice: LeakageAdvice = {}): string[] {
  const findings = leakageFindings(report, advice);
  const lines = (['bio', 'nio'] as const).map((latent) =>
    findings
      .filter((one) => one.latent === latent)
      .map(({ finding, remedies }) => (remedies ? `${finding}, try ${remedies}` : finding))
      .join('; '),
  );
  return lines.filter((line) => line !== '');
}
