/**
 * The contract for callers: whoever owns memory and changes it.
 *
 * <p>A caller creates an {@link mm.api.AddressSpace} through a {@link mm.api.NotifierCore}, and
 * wraps every change of it in a <em>section</em>: {@code begin} before the change, {@code end}
 * after it. Drivers ({@link mm.spi}) subscribe to the space and are told before memory under their
 * translations goes away. The numbered rules are in {@link mm.api.Rule} and in docs/contract.md.
 *
 * <p><b>Words used throughout.</b> A range is half open, {@code [start, end)}, in bytes, page
 * aligned ({@value mm.api.AddressRange#PAGE_SIZE} bytes) and never empty. Addresses are signed
 * {@code long}s between 0 and {@link mm.api.AddressRange#TOP}. Everything is non-null unless the
 * text says otherwise. "May wait" means: may sleep or block for another thread.
 */
@Export
@Version("0.1.0")
package mm.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
