/**
 * The page for people: what a log holds is gathered into a bounded number of figures, and these are
 * written with the charts' library into one file that needs nothing else.
 *
 * <p>A log is read twice. The first reading finds how far times and addresses reach ({@code
 * Extent}), the second sorts events into buckets of that size. Each thing the page shows is one
 * {@code Part}.
 */
package mm.report.page;
