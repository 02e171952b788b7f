package mm.replay.input;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import mm.replay.input.CallResult.Failed;
import mm.replay.input.CallResult.NewTask;
import mm.replay.input.CallResult.NoReturn;
import mm.replay.input.CallResult.Succeeded;
import mm.replay.input.RecordedEvent.CallEntered;
import mm.replay.input.RecordedEvent.CallReturned;
import mm.replay.input.RecordedEvent.Notified;
import org.junit.jupiter.api.Test;

/** Writes random workloads as text and expects the reader to give them back. */
class RoundTripTest {
  private static final int ROUNDS = 100;
  private static final int LENGTH = 60;

  @Test
  void shouldReadBackTraces() throws BadRecordingException {
    for (int seed = 0; seed < ROUNDS; seed++) {
      Workload workload = new Workload(seed);
      List<RecordedEvent> expected = new ArrayList<>();
      StringBuilder text = new StringBuilder();
      for (int time = 0; time < LENGTH; time++) {
        CallReturned event = workload.next(time, workload.anyTask());
        expected.add(event);
        text.append(time).append(" p").append(event.task()).append(' ').append(trace(event.call()));
        text.append(" = ").append(traceResult(event.result())).append('\n');
      }
      assertReads(expected, text, seed);
    }
  }

  @Test
  void shouldReadBackNotifications() throws BadRecordingException {
    for (int seed = 0; seed < ROUNDS; seed++) {
      Workload workload = new Workload(seed);
      List<RecordedEvent> expected = new ArrayList<>();
      StringBuilder text = new StringBuilder();
      for (int time = 0; time < LENGTH; time++) {
        writeNotify(workload.next(time, workload.anyTask()), text, expected);
      }
      assertReads(expected, text, seed);
    }
  }

  private static void writeNotify(
      CallReturned call, StringBuilder text, List<RecordedEvent> expected) {
    CallReturned event =
        new CallReturned(call.time(), call.task(), keyedCall(call.call()), call.result());
    String head = call.time() + " p" + call.task() + " ";
    expected.add(new CallEntered(call.time(), call.task(), event.call()));
    text.append(head).append("S ").append(keyed(event.call())).append('\n');
    if (!(event.result() instanceof NoReturn)) {
      expected.add(notification(call, call.time() << 12));
      text.append(head).append("N inv ").append(Long.toHexString(call.time() << 12)).append(' ');
      text.append(Long.toHexString(call.time() + 1 << 12)).append(" unmap_vmas\n");
      text.append(head).append("R ").append(call.call().name()).append(' ');
      text.append(keyedResult(event.result())).append('\n');
    }
    expected.add(event);
  }

  private static Notified notification(CallReturned call, long start) {
    return new Notified(
        call.time(), call.task(), NotificationKind.INVALIDATE, start, start + 4096, "unmap_vmas");
  }

  private static String keyedResult(CallResult result) {
    return result instanceof Failed failed ? "-" + failed.errno() : traceResult(result);
  }

  /** Every call is interrupted or not at random; the order to expect is worked out by hand. */
  @Test
  void shouldReadBackInterruptedCallsOfStrace() throws BadRecordingException {
    for (int seed = 0; seed < ROUNDS; seed++) {
      new StraceWriter(seed).writeAndCheck();
    }
  }

  private static void assertReads(List<RecordedEvent> expected, CharSequence text, int seed)
      throws BadRecordingException {
    try (RecordingReader reader = Texts.open(text.toString())) {
      assertEquals(expected, Texts.drain(reader), () -> "seed " + seed + "\n" + text);
    }
  }

  private static String hex(long value) {
    return value == 0 ? "0" : "0x" + Long.toHexString(value);
  }

  private static String trace(Call call) {
    if (call instanceof Call.Mmap c) {
      return String.format(
          "mmap(%s,%d,%s,%s,%d,%s)",
          hex(c.address()), c.length(), c.protection(), c.flags(), c.fd(), hex(c.offset()));
    }
    if (call instanceof Call.Munmap c) {
      return "munmap(" + hex(c.address()) + "," + c.length() + ")";
    }
    if (call instanceof Call.Mprotect c) {
      return "mprotect(" + hex(c.address()) + "," + c.length() + "," + c.protection() + ")";
    }
    if (call instanceof Call.Madvise c) {
      return "madvise(" + hex(c.address()) + "," + c.length() + "," + c.advice() + ")";
    }
    if (call instanceof Call.Clone c) {
      return c.name() + "(flags=" + c.flags() + ")";
    }
    return call instanceof Call.Brk c ? "brk(" + hex(c.address()) + ")" : call.name() + "()";
  }

  private static String traceResult(CallResult result) {
    if (result instanceof Succeeded s) {
      return hex(s.value());
    }
    if (result instanceof Failed f) {
      return "-1 " + f.name();
    }
    return result instanceof NewTask t ? "p" + t.task() : "?";
  }

  private static Call keyedCall(Call call) {
    boolean nameless = call instanceof Call.Clone clone && clone.name().equals("clone3");
    return nameless ? new Call.Clone("clone3", CloneFlags.UNKNOWN) : call;
  }

  private static String keyed(Call call) {
    if (call instanceof Call.Mmap c) {
      return String.format(
          "mmap(addr=%s,len=0x%x,prot=0x%x,flags=0x%x,fd=0x%x,off=%s)",
          hex(c.address()),
          c.length(),
          c.protection().bits(),
          c.flags().bits(),
          c.fd(),
          hex(c.offset()));
    }
    if (call instanceof Call.Munmap c) {
      return String.format("munmap(addr=%s,len=0x%x)", hex(c.address()), c.length());
    }
    if (call instanceof Call.Mprotect c) {
      return String.format(
          "mprotect(start=%s,len=0x%x,prot=0x%x)",
          hex(c.address()), c.length(), c.protection().bits());
    }
    if (call instanceof Call.Madvise c) {
      return String.format(
          "madvise(start=%s,len_in=0x%x,behavior=0x%x)",
          hex(c.address()), c.length(), c.advice().number());
    }
    if (call instanceof Call.Clone c && c.flags().isKnown()) {
      return String.format("clone(clone_flags=0x%x)", c.flags().bits());
    }
    return call instanceof Call.Brk c ? "brk(brk=" + hex(c.address()) + ")" : call.name() + "()";
  }

  /** Makes up calls that can happen. */
  private static final class Workload {
    private final Random random;
    private int tasks = 1;

    Workload(long seed) {
      random = new Random(seed);
    }

    int anyTask() {
      return random.nextInt(tasks);
    }

    CallReturned next(long time, int task) {
      Call call = call();
      CallResult result = random.nextInt(8) == 0 ? new Failed(12, "ENOMEM") : success(call);
      return new CallReturned(
          time, task, call, call instanceof Call.ExitGroup ? new NoReturn() : result);
    }

    private CallResult success(Call call) {
      if (call instanceof Call.Creation) {
        return new NewTask(tasks++);
      }
      return new Succeeded(call instanceof Call.Mmap || call instanceof Call.Brk ? address() : 0);
    }

    private long address() {
      return random.nextLong(1, 1L << 35) << 12;
    }

    private long length() {
      return random.nextLong(1, 1L << 30);
    }

    private Protection protection() {
      return new Protection(random.nextInt(8));
    }

    private Call call() {
      return switch (random.nextInt(12)) {
        case 0, 1, 2 -> mmap();
        case 3, 4 -> new Call.Munmap(address(), length());
        case 5 -> new Call.Mprotect(address(), length(), protection());
        case 6 -> new Call.Madvise(address(), length(), new Advice(random.nextInt(5)));
        case 7 -> new Call.Brk(address());
        case 8 -> new Call.Clone("clone", new CloneFlags(random.nextLong(1L << 26) & ~0xffL | 17));
        case 9 -> new Call.Clone("clone3", new CloneFlags(CloneFlags.VM));
        case 10 -> random.nextBoolean() ? new Call.Fork() : new Call.Vfork();
        default -> random.nextInt(4) == 0 ? new Call.ExitGroup() : new Call.Unknown("mlockall");
      };
    }

    private Call mmap() {
      int flags = random.nextInt(1 << 21) & ~(MapFlags.FIXED | MapFlags.FIXED_NOREPLACE) & ~15 | 2;
      return new Call.Mmap(
          0, length(), protection(), new MapFlags(flags), random.nextInt(9) - 1, 0);
    }
  }

  /** Writes a workload as strace does, with up to six tasks in calls at the same time. */
  private static final class StraceWriter {
    private static final int FIRST_PID = 4000;

    private final int seed;
    private final Random random;
    private final Workload workload;
    private final StringBuilder text = new StringBuilder();
    private final List<RecordedEvent> expected = new ArrayList<>();
    private final List<Open> open = new ArrayList<>();
    private final List<Integer> idle = new ArrayList<>(List.of(0));
    private final List<Integer> seen = new ArrayList<>(); // tasks in order of appearance
    private int time;

    /** An interrupted call; {@code place} is where its event belongs, or -1 for the end. */
    private record Open(CallReturned event, String rest, int place) {}

    StraceWriter(int seed) {
      this.seed = seed;
      random = new Random(-seed);
      workload = new Workload(seed);
    }

    void writeAndCheck() throws BadRecordingException {
      line(0, "brk(NULL) = 0x1000");
      expected.add(new CallReturned(0, 0, new Call.Brk(0), new Succeeded(0x1000)));
      while (time < LENGTH) {
        if (idle.isEmpty() || !open.isEmpty() && random.nextBoolean()) {
          resume();
        } else {
          enter(idle.remove(random.nextInt(idle.size())));
        }
      }
      while (!open.isEmpty()) {
        resume();
      }
      assertReads(expected.stream().map(this::renumbered).toList(), text, seed);
    }

    private RecordedEvent renumbered(RecordedEvent event) {
      CallReturned call = (CallReturned) event;
      CallResult result =
          call.result() instanceof NewTask t ? new NewTask(seen.indexOf(t.task())) : call.result();
      return new CallReturned(call.time(), seen.indexOf(call.task()), call.call(), result);
    }

    private void see(int task) {
      if (!seen.contains(task)) {
        seen.add(task);
      }
    }

    private void enter(int task) {
      CallReturned event = workload.next(time, task);
      if (event.call() instanceof Call.ExitGroup) { // has no second half
        idle.add(task);
        return;
      }
      String call = trace(event.call()).replace(",", ", ");
      String result = ") = " + result(event.result());
      String arguments = call.substring(0, call.length() - 1);
      if (random.nextBoolean()) {
        line(task, arguments + result);
        expected.add(event);
        finish(event);
      } else {
        interrupt(event, arguments, result);
      }
    }

    private void interrupt(CallReturned event, String arguments, String result) {
      boolean atEntry =
          event.call() instanceof Call.Munmap || event.call() instanceof Call.Creation;
      line(event.task(), arguments + " <unfinished ...>");
      open.add(new Open(event, result, atEntry ? expected.size() : -1));
      if (atEntry) {
        expected.add(event);
        // The child may act before its creator's call returns.
        if (event.result() instanceof NewTask created) {
          idle.add(created.task());
        }
      }
    }

    private void resume() {
      Open call = open.remove(random.nextInt(open.size()));
      CallReturned event = call.event;
      if (call.place < 0) {
        expected.add(new CallReturned(time, event.task(), event.call(), event.result()));
      }
      line(event.task(), "<... " + event.call().name() + " resumed>" + call.rest);
      if (event.result() instanceof NewTask created) {
        see(created.task());
      }
      idle.add(event.task());
    }

    private void finish(CallReturned event) {
      idle.add(event.task());
      if (event.result() instanceof NewTask created) {
        see(created.task());
        idle.add(created.task());
      }
    }

    private void line(int task, String what) {
      see(task);
      text.append(FIRST_PID + task).append(String.format("  1.%06d ", time++));
      text.append(what).append('\n');
    }

    private static String result(CallResult result) {
      if (result instanceof NewTask created) {
        return Integer.toString(FIRST_PID + created.task());
      }
      return result instanceof Failed f
          ? "-1 " + f.name() + " (Cannot allocate memory)"
          : traceResult(result);
    }
  }
}
