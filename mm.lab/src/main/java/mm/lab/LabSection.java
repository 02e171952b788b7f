package mm.lab;

import java.util.ArrayList;
import java.util.List;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.Blocking;
import mm.api.InvalidationEvent;
import mm.api.InvalidationRange;
import mm.api.MigrationOwner;
import mm.api.OpenSection;

/** A section, and what callbacks see of it. */
final class LabSection implements InvalidationRange {
  final long stamp;
  final Thread thread = Thread.currentThread();
  final long began = System.nanoTime();
  private final LabSpace space;
  private final InvalidationEvent event;
  private final AddressRange range;
  private final Blocking blocking;
  private final MigrationOwner owner;

  /** Who is told, newest first. */
  List<LabSubscription> told = List.of();

  /** Who was told and did not decline. */
  final List<LabSubscription> accepted = new ArrayList<>();

  /** Whether the epochs count it. */
  boolean counted;

  LabSection(
      long stamp,
      LabSpace space,
      InvalidationEvent event,
      AddressRange range,
      Blocking blocking,
      MigrationOwner owner) {
    this.stamp = stamp;
    this.space = space;
    this.event = event;
    this.range = range;
    this.blocking = blocking;
    this.owner = owner;
  }

  boolean in(LabSpace other) {
    return space == other;
  }

  /** Whether there was somebody to tell. */
  boolean isAnnounced() {
    return counted || !told.isEmpty();
  }

  OpenSection describe() {
    return new OpenSection(thread.getName(), event, range, blocking, System.nanoTime() - began);
  }

  @Override
  public long start() {
    return range.start();
  }

  @Override
  public long end() {
    return range.end();
  }

  @Override
  public InvalidationEvent event() {
    return event;
  }

  @Override
  public Blocking blocking() {
    return blocking;
  }

  @Override
  public MigrationOwner owner() {
    return owner;
  }

  @Override
  public AddressSpace space() {
    return space;
  }

  @Override
  public String toString() {
    return event + " " + range;
  }
}
