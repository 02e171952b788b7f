package mm.machine.check;

import java.util.ArrayList;
import java.util.List;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.Pte;
import mm.spi.Access;
import mm.spi.TranslationVisitor;

/** Compares the translations of one device with the page tables of one memory. */
public final class Judgement implements TranslationVisitor {
  /** A translation that looks stale. */
  public record Suspect(long address, long frame, String reason) {}

  private final ProcessMemory memory;
  private List<Suspect> suspects = List.of();
  private long seen;

  public Judgement(ProcessMemory memory) {
    this.memory = memory;
  }

  public List<Suspect> suspects() {
    return suspects;
  }

  public long seen() {
    return seen;
  }

  @Override
  public void visit(long address, long frame, Access rights) {
    seen++;
    String reason = reason(address, frame, rights);
    if (reason != null) {
      if (suspects.isEmpty()) {
        suspects = new ArrayList<>();
      }
      suspects.add(new Suspect(address, frame, reason));
    }
  }

  private String reason(long address, long frame, Access rights) {
    memory.tables().lock();
    try {
      long entry = memory.tables().getLocked(address);
      if (Pte.maps(entry) && memory.frames().handle(Pte.frame(entry)) == frame) {
        return weaker(entry, rights);
      }
      String state = memory.frames().isCurrent(frame) ? "is still in use" : "was freed";
      return Pte.isPresent(entry)
          ? "the CPU reaches another frame there; the old one " + state
          : "the CPU has no page there; the frame " + state;
    } finally {
      memory.tables().unlock();
    }
  }

  private static String weaker(long entry, Access rights) {
    if (Pte.is(entry, Pte.EXCLUSIVE)) {
      return null;
    }
    if (Pte.is(entry, Pte.DEVICE)) {
      return rights == Access.WRITE && !Pte.is(entry, Pte.WRITE)
          ? "it allows writing, the device's entry does not"
          : null;
    }
    if (!Pte.isReadable(entry)) {
      return "the CPU may not access the page";
    }
    return rights == Access.WRITE && !Pte.isWritable(entry)
        ? "it allows writing, the CPU's entry does not"
        : null;
  }
}
