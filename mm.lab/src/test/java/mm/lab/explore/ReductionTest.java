package mm.lab.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Random programs of reads, writes, choices and locks end in the same states however reduced. */
@Timeout(120)
class ReductionTest {
  private static final int PROGRAMS = 60;

  private enum What {
    READ,
    WRITE,
    CHOOSE,
    LOCK,
    UNLOCK
  }

  private record Op(What what, int object) {}

  /** One run: variables, locks, and what each thread has read. */
  private static final class Machine {
    private final Course course;
    private final int[] values = new int[2];
    private final String[] owners = new String[2];
    private final StringBuilder[] logs;

    Machine(Course course, List<List<Op>> threads) {
      this.course = course;
      logs = new StringBuilder[threads.size()];
      for (int i = 0; i < threads.size(); i++) {
        int number = i;
        logs[i] = new StringBuilder();
        course.spawn("t" + i, () -> threads.get(number).forEach(op -> perform(number, op)));
      }
    }

    private void perform(int thread, Op op) {
      String variable = "v" + op.object();
      switch (op.what()) {
        case READ -> {
          course.step("read");
          course.touch(variable, Touch.READ);
          logs[thread].append(values[op.object()]);
        }
        case WRITE -> {
          course.step("write");
          course.touch(variable, Touch.WRITE);
          values[op.object()] = values[op.object()] * 3 + thread + 1;
        }
        case CHOOSE -> logs[thread].append((char) ('a' + course.choose("choose", 2)));
        case LOCK -> lock(op.object());
        default -> {
          course.step("unlock");
          course.touch("l" + op.object(), Touch.WRITE);
          owners[op.object()] = null;
        }
      }
    }

    private void lock(int lock) {
      String object = "l" + lock;
      course.await(
          new Waiting(object, () -> owners[lock] == null, List.of(object), List::of),
          Long.MAX_VALUE);
      course.touch(object, Touch.WRITE);
      owners[lock] = course.actor();
    }

    String state() {
      return values[0] + " " + values[1] + " " + String.join(",", logs) + course.stuck().size();
    }
  }

  private static List<List<Op>> program(Random random) {
    List<List<Op>> threads = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      List<Op> ops = new ArrayList<>();
      int steps = 1 + random.nextInt(3);
      for (int step = 0; step < steps; step++) {
        int object = random.nextInt(2);
        if (random.nextInt(3) == 0) {
          ops.add(new Op(What.LOCK, object));
          ops.add(new Op(What.WRITE, random.nextInt(2)));
          if (random.nextInt(5) > 0) {
            ops.add(new Op(What.UNLOCK, object));
          }
        } else {
          ops.add(new Op(What.values()[random.nextInt(3)], object));
        }
      }
      threads.add(ops.subList(0, Math.min(ops.size(), 4)));
    }
    return threads;
  }

  private record Seen(Set<String> states, Exploration explored) {}

  private static Seen explore(Reduction reduction, List<List<Op>> program) {
    Set<String> states = new TreeSet<>();
    try (Explorer explorer = new Explorer(reduction, new Limits(40_000, 0, 1000, 1))) {
      Exploration explored =
          explorer.explore(
              course -> {
                Machine machine = new Machine(course, program);
                return new Program.Run() {
                  @Override
                  public void ended() {
                    states.add(machine.state());
                  }

                  @Override
                  public Program.Next finished() {
                    return Program.Next.GO_ON;
                  }
                };
              });
      return new Seen(states, explored);
    }
  }

  @Test
  void shouldReachTheSameStatesWithFewerRuns() {
    long all = 0;
    long sleeping = 0;
    long races = 0;
    for (int seed = 0; seed < PROGRAMS; seed++) {
      List<List<Op>> program = program(new Random(seed));
      Seen full = explore(Reduction.SLEEP_SETS, program);
      Seen reduced = explore(Reduction.RACES, program);
      Set<String> missing = new TreeSet<>(full.states());
      missing.removeAll(reduced.states());
      assertEquals(Set.of(), missing, "seed " + seed + ": " + program);
      sleeping += full.explored().runs();
      races += reduced.explored().runs();
      if (program.stream().mapToInt(List::size).sum() <= 5) {
        Seen every = explore(Reduction.NONE, program);
        assertEquals(every.states(), full.states(), "seed " + seed + ": " + program);
        all += every.explored().runs();
      }
    }
    assertTrue(races <= sleeping, races + " of " + sleeping);
    assertTrue(all > 0, "too few small programs");
  }
}
