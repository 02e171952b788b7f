package mm.machine;

import java.util.HashSet;
import java.util.Set;
import mm.machine.memory.ProcessMemory;
import mm.machine.uffd.UffdFill;
import mm.machine.uffd.UffdMove;
import mm.machine.uffd.UffdProtection;
import mm.machine.uffd.UffdRegistration;

/**
 * A userfaultfd: lets a program handle faults of its own, protect pages and fill or move them.
 * Operations answer 0 or a negative error number ({@link Errno}); addresses and lengths are bytes
 * and have to be page aligned. Only protecting, unregistering what is protected, and the source of
 * a move are announced.
 *
 * <p>Nobody answers faults in this machine: an access that has to wait for an answer ends with
 * {@link FaultOutcome#USERFAULT}.
 *
 * <p><b>Concurrency and blocking.</b> As the operations of {@link UserProcess}.
 */
public final class Userfault {
  private final ProcessMemory memory;

  private Userfault(ProcessMemory memory) {
    this.memory = memory;
  }

  static Userfault open(ProcessMemory memory, Set<UserfaultFeature> features) {
    for (UserfaultFeature each : features) {
      if (!memory.kernel().version().knows(each)) {
        throw new IllegalArgumentException(
            "Linux " + memory.kernel().version() + " has no feature " + each);
      }
    }
    memory.mmapLock().writeLock().lock();
    try {
      if (memory.hasUserfault()) {
        throw new IllegalStateException("the address space has a userfaultfd already");
      }
      memory.openUserfault(withImplied(features));
      return new Userfault(memory);
    } finally {
      memory.mmapLock().writeLock().unlock();
    }
  }

  /** Who lets writes through protects what is not there yet, too, asked for or not. */
  private static Set<UserfaultFeature> withImplied(Set<UserfaultFeature> features) {
    Set<UserfaultFeature> all = new HashSet<>(features);
    if (all.contains(UserfaultFeature.WP_ASYNC)) {
      all.add(UserfaultFeature.WP_UNPOPULATED);
    }
    return Set.copyOf(all);
  }

  private long done(long result) {
    memory.machine().operations().done();
    return result;
  }

  /**
   * Registers the mappings of a range, replacing what they were registered for.
   *
   * @param address start
   * @param length bytes
   * @param mode what for
   * @return 0, or EINVAL for nothing mapped or memory of the wrong kind
   */
  public long register(long address, long length, UserfaultMode mode) {
    memory.machine().operations().begin("uffd_register", address, length, mode);
    return done(UffdRegistration.register(memory, address, length, mode));
  }

  /**
   * Ends the registration of a range; protection of its pages goes.
   *
   * @param address start
   * @param length bytes
   * @return 0, or a negative error number
   */
  public long unregister(long address, long length) {
    memory.machine().operations().begin("uffd_unregister", address, length);
    return done(UffdRegistration.unregister(memory, address, length));
  }

  /**
   * Protects pages against writing.
   *
   * @param address start
   * @param length bytes
   * @return 0, or ENOENT at the first mapping that is not registered for it; those before it have
   *     changed
   */
  public long protect(long address, long length) {
    memory.machine().operations().begin("uffd_writeprotect", address, length);
    return done(UffdProtection.change(memory, address, length, UffdProtection.Change.PROTECT));
  }

  /**
   * Takes the protection away.
   *
   * @param address start
   * @param length bytes
   * @return as {@link #protect}
   */
  public long unprotect(long address, long length) {
    memory.machine().operations().begin("uffd_writeunprotect", address, length);
    return done(UffdProtection.change(memory, address, length, UffdProtection.Change.RESOLVE));
  }

  /**
   * Fills missing pages with data.
   *
   * @param address start
   * @param length bytes
   * @return 0; EEXIST when the first page is present, EAGAIN when a later one is; ENOENT outside of
   *     one registered mapping
   */
  public long copy(long address, long length) {
    memory.machine().operations().begin("uffd_copy", address, length);
    return done(UffdFill.run(memory, address, length, UffdFill.Source.DATA));
  }

  /**
   * Fills missing pages with zeros.
   *
   * @param address start
   * @param length bytes
   * @return as {@link #copy}
   */
  public long zeropage(long address, long length) {
    memory.machine().operations().begin("uffd_zeropage", address, length);
    return done(UffdFill.run(memory, address, length, UffdFill.Source.ZEROS));
  }

  /**
   * Maps pages that are in the cache of a memory file.
   *
   * @param address start
   * @param length bytes
   * @return as {@link #copy}; EFAULT for a page that is not in the cache
   */
  public long resume(long address, long length) {
    memory.machine().operations().begin("uffd_continue", address, length);
    return done(UffdFill.run(memory, address, length, UffdFill.Source.CACHE));
  }

  /**
   * Moves pages of private anonymous memory.
   *
   * @param target start of the target, where pages have to be missing
   * @param source start of the source
   * @param length bytes
   * @return 0; EAGAIN when only a part could be moved; else a negative error number
   */
  public long move(long target, long source, long length) {
    memory.machine().operations().begin("uffd_move", target, length);
    return done(UffdMove.run(memory, target, source, length));
  }
}
