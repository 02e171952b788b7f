/** Writes what came out of the lab to the same log and files as any other run. */
package mm.report.lab;
