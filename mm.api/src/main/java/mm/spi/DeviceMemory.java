package mm.spi;

import mm.api.AddressSpace;
import mm.api.MigrationOwner;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Memory of a device that the CPU cannot reach, as a driver sees it: pages of a space move into it
 * and come back when the CPU touches them (Linux {@code ZONE_DEVICE} device-private pages, {@code
 * dev_pagemap_ops}). The frames are the page source's; the driver says how many fit and moves the
 * contents.
 *
 * <p>None of the methods may call the page source, its {@link PageSource#copy} apart, or wait for a
 * thread that does (R1.6): the caller holds the mmap lock.
 */
@ConsumerType
public interface DeviceMemory {
  /**
   * The token with which every migration to and from this memory is announced; a notifier that sees
   * its own token in a MIGRATE section leaves its translations alone (Linux {@code pgmap_owner}).
   *
   * @return always the same, never {@link MigrationOwner#NONE}
   */
  MigrationOwner owner();

  /**
   * Asks for room for one page, before it moves. Never waits.
   *
   * @return false when the memory is full; the page stays where it is then
   */
  boolean reserve();

  /**
   * Room for one page is free again: the page left, or nobody maps it any more (Linux {@code
   * page_free}). Never waits; may be called under the page-table lock, so that no lock may be taken
   * that is held while the page source is called.
   *
   * @param frame the frame that is gone; 0 when the reserved room was not used
   */
  void release(long frame);

  /**
   * A page has moved into this memory. Called between unmapping and mapping, while neither the CPU
   * nor an invalidation gets at the page, so contents can be copied and a translation to the new
   * frame be made without the usual retry.
   *
   * @param space whose page
   * @param address the page's address
   * @param source the system frame it comes from, 0 when there was none or the zero page: the
   *     contents are zeros then
   * @param page the device frame, with the rights of the mapping
   */
  void movedIn(AddressSpace space, long address, long source, Page page);

  /**
   * A page moves back to the system: the device asked for it, or the CPU touched it. Called between
   * unmapping and mapping. The driver copies the contents and drops its translations of the device
   * frame, of which its own MIGRATE section did not tell it.
   *
   * @param space whose page
   * @param address the page's address
   * @param source the device frame
   * @param target the system frame, or 0 when the page was discarded while it moved in
   */
  void movedOut(AddressSpace space, long address, long source, long target);
}
