package mm.lab;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.Blocking;
import mm.api.ContractException;
import mm.api.Dispatcher;
import mm.api.IntervalSubscription;
import mm.api.InvalidationEvent;
import mm.api.InvalidationRange;
import mm.api.Subscription;
import mm.spi.Answer;
import mm.spi.Declaration;
import mm.spi.DecliningNotifier;
import mm.spi.PairedNotifier;

/** A random program, run on any engine; everything that can be seen is written to a log. */
final class Programs implements AutoCloseable {
  private static final int THREADS = 3;
  private static final int PAGES = 16;
  private static final InvalidationEvent[] EVENTS = {
    InvalidationEvent.UNMAP, InvalidationEvent.CLEAR, InvalidationEvent.PROTECTION_VMA
  };

  /** Whether subscriptions are closed; that of an interval waits for ever in a leaked epoch. */
  enum Closing {
    SOMETIMES,
    NEVER
  }

  private final Closing closing;
  private final List<String> log = new ArrayList<>();
  private final Random random;
  private final Dispatcher core;
  private final AddressSpace space;
  private final List<ExecutorService> threads = new ArrayList<>();
  private final List<Deque<Long>> open = new ArrayList<>();
  private final List<Subscription> listed = new ArrayList<>();
  private final List<IntervalSubscription> intervals = new ArrayList<>();
  private final Listeners listeners;
  private int named;

  Programs(Dispatcher core, long seed, Closing closing) {
    this.closing = closing;
    this.core = core;
    random = new Random(seed);
    space = core.createSpace("p");
    listeners = new Listeners(core, space, log::add);
    for (int i = 0; i < THREADS; i++) {
      threads.add(Executors.newSingleThreadExecutor());
      open.add(new ArrayDeque<>());
    }
  }

  List<String> run(int steps) {
    // The engine does not see an outer section ended too early if it had nobody to tell.
    space.subscribe(new Pair("first", new Random(0)), Declaration.neverBlocking("first"));
    for (int i = 0; i < steps; i++) {
      int thread = random.nextInt(THREADS);
      int what = random.nextInt(20);
      int salt = random.nextInt(1 << 20);
      log.add(i + ": t" + thread + " op" + what);
      CompletableFuture.runAsync(() -> step(thread, what, new Random(salt)), threads.get(thread))
          .join();
      log.add(
          space.hasNotifiers()
              + " "
              + space.hasBlockableNotifiers()
              + " "
              + space.hasOomUnsafeNotifiers()
              + " "
              + space.openSections().size());
    }
    for (int i = 0; i < THREADS; i++) {
      int thread = i;
      CompletableFuture.runAsync(() -> endAll(thread), threads.get(i)).join();
    }
    space.release();
    core.violations()
        .forEach(each -> log.add(each.rule() + " " + each.subscriber() + each.count()));
    return log;
  }

  private void endAll(int thread) {
    while (!open.get(thread).isEmpty()) {
      space.end(open.get(thread).pop());
    }
  }

  private void step(int thread, int what, Random choice) {
    try {
      switch (what) {
        case 0 -> subscribe(choice);
        case 1 -> interval(choice);
        case 2 -> close(choice);
        case 3, 4 -> begin(thread, choice, Blocking.ALLOWED);
        case 5, 6, 7 -> begin(thread, choice, Blocking.FORBIDDEN);
        case 8 -> misuse(thread);
        case 9 -> read(choice);
        case 12, 13 -> listeners.tell(choice);
        case 14 -> listeners.subscribe(choice);
        case 15 -> listeners.acquire(choice);
        default -> end(thread);
      }
    } catch (ContractException e) {
      log.add("refused " + e.rule());
    }
  }

  private void begin(int thread, Random choice, Blocking blocking) {
    long from = choice.nextInt(PAGES - 1);
    long to = from + 1 + choice.nextInt((int) (PAGES - from));
    InvalidationEvent event = EVENTS[choice.nextInt(EVENTS.length)];
    long start = from * AddressRange.PAGE_SIZE;
    long end = to * AddressRange.PAGE_SIZE;
    long stamp =
        blocking == Blocking.ALLOWED
            ? space.begin(event, start, end)
            : space.tryBegin(event, start, end);
    log.add(stamp == AddressSpace.DECLINED ? "declined" : "opened");
    if (stamp != AddressSpace.DECLINED) {
      open.get(thread).push(stamp);
    }
  }

  private void end(int thread) {
    Long stamp = open.get(thread).poll();
    if (stamp != null) {
      space.end(stamp);
    }
  }

  /** Ends what is not innermost, or was declined. */
  private void misuse(int thread) {
    Deque<Long> mine = open.get(thread);
    space.end(mine.size() > 1 ? mine.peekLast() : AddressSpace.DECLINED);
  }

  /** Not while anything is open: that would wait, in both engines. */
  private void close(Random choice) {
    if (closing == Closing.SOMETIMES && open.stream().allMatch(Deque::isEmpty)) {
      if (!listed.isEmpty() && choice.nextInt(3) == 0) {
        listed.remove(choice.nextInt(listed.size())).close();
      } else if (!intervals.isEmpty() && choice.nextBoolean()) {
        intervals.remove(choice.nextInt(intervals.size())).close();
      } else {
        listeners.close(choice);
      }
    }
  }

  private void read(Random choice) {
    if (!intervals.isEmpty()) {
      IntervalSubscription reader = intervals.get(choice.nextInt(intervals.size()));
      long seen = reader.readBegin(0);
      log.add("read " + seen + " " + (seen != 0 && reader.readRetry(seen)));
    }
    listed.forEach(each -> log.add("settled " + each.settled()));
  }

  private void subscribe(Random choice) {
    String name = "s" + named++;
    Random answers = new Random(choice.nextLong());
    if (choice.nextBoolean()) {
      listed.add(space.subscribe(new Pair(name, answers), Declaration.neverBlocking(name)));
    } else {
      listed.add(space.subscribe(new Decliner(name, answers), Declaration.declining(name)));
    }
  }

  private void interval(Random choice) {
    String name = "i" + named++;
    // Starts differ, so that the order of those concerned is theirs and not the index's.
    long start = intervals.size() % PAGES * (long) AddressRange.PAGE_SIZE;
    boolean taken = intervals.stream().anyMatch(each -> each.range().start() == start);
    if (taken) {
      return;
    }
    long end = start + (1 + choice.nextInt(4)) * (long) AddressRange.PAGE_SIZE;
    Random answers = new Random(choice.nextLong());
    intervals.add(
        space.subscribe(
            start,
            end,
            (subscription, range, sequence) -> {
              subscription.setSequence(sequence);
              log.add(name + " invalidate " + text(range) + " " + sequence);
              return answer(answers, range);
            },
            Declaration.declining(name)));
  }

  private static String text(InvalidationRange range) {
    return range.event() + " " + range.toRange() + " " + range.blocking();
  }

  private static Answer answer(Random answers, InvalidationRange range) {
    int chance = answers.nextInt(12);
    if (chance == 0) {
      throw new IllegalStateException("planned");
    }
    boolean may = range.blocking() == Blocking.FORBIDDEN || chance == 1;
    return may && chance < 4 ? Answer.WOULD_BLOCK : Answer.DONE;
  }

  private final class Pair implements PairedNotifier {
    private final String name;
    private final Random answers;

    Pair(String name, Random answers) {
      this.name = name;
      this.answers = answers;
    }

    @Override
    public void start(InvalidationRange range) {
      log.add(name + " start " + text(range));
      if (answers.nextInt(16) == 0) {
        throw new IllegalStateException("planned");
      }
    }

    @Override
    public void end(InvalidationRange range) {
      log.add(name + " end " + text(range));
      if (answers.nextInt(16) == 0) {
        throw new IllegalStateException("planned");
      }
    }

    @Override
    public void release(AddressSpace from) {
      log.add(name + " release");
    }
  }

  private final class Decliner implements DecliningNotifier {
    private final String name;
    private final Random answers;

    Decliner(String name, Random answers) {
      this.name = name;
      this.answers = answers;
    }

    @Override
    public Answer tryStart(InvalidationRange range) {
      log.add(name + " tryStart " + text(range));
      return answer(answers, range);
    }

    @Override
    public void release(AddressSpace from) {
      log.add(name + " release");
    }
  }

  @Override
  public void close() {
    threads.forEach(ExecutorService::shutdown);
  }
}
