package mm.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.Dispatcher;
import mm.api.SharedSubscription;
import mm.api.Subscription;
import mm.spi.AgingNotifier;
import mm.spi.Declaration;
import mm.spi.Notifier;
import mm.spi.NotifierFamily;
import mm.spi.PteChangeNotifier;
import mm.spi.SecondaryTlbNotifier;

/** Subscribers of a random program that are told outside of sections, and shared ones. */
final class Listeners {
  private static final int PAGES = 16;

  private final Dispatcher core;
  private final AddressSpace space;
  private final Consumer<String> log;
  private final List<Subscription> listed = new ArrayList<>();
  private final List<SharedSubscription<Ear>> shared = new ArrayList<>();
  private final List<Family> families = List.of(new Family("f0"), new Family("f1"));
  private int named;

  Listeners(Dispatcher core, AddressSpace space, Consumer<String> log) {
    this.core = core;
    this.space = space;
    this.log = log;
  }

  void subscribe(Random choice) {
    String name = "l" + named++;
    Random answers = new Random(choice.nextLong());
    Notifier ear = choice.nextBoolean() ? new Ear(name, answers) : new Tlb(name, answers);
    listed.add(space.subscribe(ear, Declaration.neverBlocking(name)));
  }

  void close(Random choice) {
    if (!shared.isEmpty() && choice.nextBoolean()) {
      giveBack(choice);
    } else if (!listed.isEmpty()) {
      listed.remove(choice.nextInt(listed.size())).close();
    }
  }

  /** Most often the last one of its notifier too, which is freed then. */
  private void giveBack(Random choice) {
    Ear ear = shared.get(choice.nextInt(shared.size())).notifier();
    do {
      shared.stream().filter(each -> each.notifier() == ear).findFirst().ifPresent(this::giveBack);
    } while (choice.nextInt(4) != 0);
    core.awaitFrees();
  }

  private void giveBack(SharedSubscription<Ear> one) {
    shared.remove(one);
    one.close();
  }

  void acquire(Random choice) {
    SharedSubscription<Ear> got = space.acquire(families.get(choice.nextInt(families.size())));
    shared.add(got);
    log.accept("acquired " + got.notifier().name);
  }

  /** Asks or tells everybody something about a few pages. */
  void tell(Random choice) {
    long page = choice.nextInt(PAGES);
    long start = page * AddressRange.PAGE_SIZE;
    long end = start + (1 + choice.nextInt(4)) * AddressRange.PAGE_SIZE;
    switch (choice.nextInt(5)) {
      case 0 -> log.accept("cleared+flushed " + space.clearFlushYoung(start, end));
      case 1 -> log.accept("cleared " + space.clearYoung(start, end));
      case 2 -> log.accept("young " + space.testYoung(start));
      case 3 -> space.changePte(start, page);
      default -> space.flushSecondaryTlbs(start, end);
    }
  }

  private static void maybeFail(Random answers) {
    if (answers.nextInt(16) == 0) {
      throw new IllegalStateException("planned");
    }
  }

  private final class Family implements NotifierFamily<Ear> {
    private final String name;
    private int made;

    Family(String name) {
      this.name = name;
    }

    @Override
    public Declaration declaration() {
      return Declaration.neverBlocking(name);
    }

    @Override
    public Ear allocate(AddressSpace of) {
      return new Ear(name + "-" + made++, new Random(made));
    }

    @Override
    public void free(Ear notifier) {
      log.accept("free " + notifier.name);
    }
  }

  private final class Ear implements AgingNotifier, PteChangeNotifier {
    private final String name;
    private final Random answers;

    Ear(String name, Random answers) {
      this.name = name;
      this.answers = answers;
    }

    private boolean young(String what, long start) {
      log.accept(name + " " + what + " " + start);
      maybeFail(answers);
      return answers.nextBoolean();
    }

    @Override
    public boolean clearFlushYoung(AddressSpace of, long start, long end) {
      return young("clearFlushYoung", start);
    }

    @Override
    public boolean clearYoung(AddressSpace of, long start, long end) {
      return young("clearYoung", start);
    }

    @Override
    public boolean testYoung(AddressSpace of, long address) {
      return young("testYoung", address);
    }

    @Override
    public void changePte(AddressSpace of, long address, long frame) {
      log.accept(name + " changePte " + address + " " + frame);
      maybeFail(answers);
    }

    @Override
    public void release(AddressSpace from) {
      log.accept(name + " release");
    }
  }

  private final class Tlb implements SecondaryTlbNotifier {
    private final String name;
    private final Random answers;

    Tlb(String name, Random answers) {
      this.name = name;
      this.answers = answers;
    }

    @Override
    public void flushSecondaryTlb(AddressSpace of, long start, long end) {
      log.accept(name + " flush " + start + " " + end);
      maybeFail(answers);
    }

    @Override
    public void release(AddressSpace from) {
      log.accept(name + " release");
    }
  }
}
