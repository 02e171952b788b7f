/** What is counted over a log by more than one of its readers. */
package mm.report.figures;
