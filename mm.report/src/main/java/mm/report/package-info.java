/**
 * The log of a run, and what is made of it.
 *
 * <p>Whoever runs something writes {@link mm.report.Event}s to an {@link mm.report.EventLog} while
 * it goes on: JSON Lines in a file, so that a run of any length needs little memory. {@link
 * mm.report.Reports} reads that file and makes a page for people, a trace for Perfetto and a table.
 * The format of a line is published as docs/events.schema.json.
 *
 * <p>Times are nanoseconds since the run began, addresses are bytes, ranges are {@code [start,
 * end)}.
 */
@Export
@Version("0.1.0")
package mm.report;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
