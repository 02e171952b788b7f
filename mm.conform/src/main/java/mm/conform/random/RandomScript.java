package mm.conform.random;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import mm.conform.script.Step;
import mm.machine.KernelVersion;
import mm.machine.UserfaultFeature;

/**
 * A script without end that follows from a seed alone. Each script favours some kinds of steps and
 * leaves others out, so that rare combinations come about.
 */
public final class RandomScript implements Iterator<Step> {
  private static final int[] FACTORS = {0, 1, 1, 2, 4};

  private final Random random;
  private final Cast cast;
  private final List<Topic> topics = new ArrayList<>();
  private final List<Integer> bounds = new ArrayList<>();
  private final List<Words> opening = new ArrayList<>();
  private int sum;
  private int made;

  /**
   * Makes a script.
   *
   * @param kernel whose features it may ask for
   * @param seed which one
   */
  public RandomScript(KernelVersion kernel, long seed) {
    random = new Random(seed);
    cast = new Cast(random);
    add(MappingTopics.all());
    add(FileTopics.all());
    add(ProcessTopics.all());
    add(ServiceTopics.all());
    open(kernel);
  }

  private void add(List<Topic> all) {
    for (Topic each : all) {
      int weight = each.weight() * FACTORS[random.nextInt(FACTORS.length)];
      if (weight > 0) {
        sum += weight;
        topics.add(each);
        bounds.add(sum);
      }
    }
  }

  /** What most scripts need before anything happens. */
  private void open(KernelVersion kernel) {
    cast.add(new Cast.Guest("s1", Cast.FIRST, cast.everything()));
    List<String> features =
        Arrays.stream(UserfaultFeature.values()).filter(kernel::knows).map(Enum::name).toList();
    opening.add(Words.op("uffd_open").with("features", features));
    opening.add(MappingTopics.anonymous(cast, cast.everything()).with("prot", "rw"));
  }

  @Override
  public boolean hasNext() {
    return true;
  }

  @Override
  public Step next() {
    Words words = made < opening.size() ? opening.get(made) : make();
    return Step.of(made++, words.values());
  }

  private Words make() {
    Topic topic = choose();
    while (!topic.possible().test(cast)) {
      topic = choose();
    }
    return topic.make().apply(cast);
  }

  private Topic choose() {
    int at = random.nextInt(sum);
    int index = 0;
    while (bounds.get(index) <= at) {
      index++;
    }
    return topics.get(index);
  }
}
