package mm.machine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mm.api.AddressSpace;
import mm.api.MigrationOwner;
import mm.spi.DeviceMemory;
import mm.spi.Page;

/** Memory of a device that writes down what happens to it. */
public final class RecordingMemory implements DeviceMemory {
  public final MigrationOwner owner = MigrationOwner.named("device");
  public final Map<Long, Page> held = new HashMap<>();
  private final List<String> told = new ArrayList<>();
  private int room;

  public RecordingMemory(int pages) {
    room = pages;
  }

  public int room() {
    return room;
  }

  public List<String> told() {
    List<String> copy = List.copyOf(told);
    told.clear();
    return copy;
  }

  @Override
  public MigrationOwner owner() {
    return owner;
  }

  @Override
  public synchronized boolean reserve() {
    return room > 0 && room-- > 0;
  }

  @Override
  public synchronized void release(long frame) {
    room++;
  }

  @Override
  public synchronized void movedIn(AddressSpace space, long address, long source, Page page) {
    told.add("in " + page(address) + (source == 0 ? " empty " : " ") + page.rights());
    held.put(address, page);
  }

  @Override
  public synchronized void movedOut(AddressSpace space, long address, long source, long target) {
    told.add("out " + page(address));
    held.remove(address);
  }

  private static long page(long address) {
    return (address - Simulation.A) / Simulation.PAGE;
  }
}
