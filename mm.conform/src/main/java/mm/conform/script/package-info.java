/**
 * Recorded cases as files hold them: {@link mm.conform.script.CaseFile} reads one case after the
 * other, in both formats ({@code notifier-cases-1} and {@code notifier-programs-1}), plain or
 * compressed with xz. Knows nothing of the machine that runs them.
 */
package mm.conform.script;
