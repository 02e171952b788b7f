package mm.conform.shrink;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import mm.conform.play.Breach;
import mm.conform.play.Broken;
import mm.conform.play.CasePlayer;
import mm.conform.play.DriverSource;
import mm.conform.play.OwnThread;
import mm.conform.play.Playing;
import mm.conform.play.Verdict;
import mm.conform.script.BadFieldException;
import mm.conform.script.Case;
import mm.conform.script.CaseFile;
import mm.conform.script.CaseWriter;
import mm.conform.script.Judge;
import mm.conform.script.MalformedFileException;
import mm.conform.script.Setting;
import mm.conform.script.Step;
import mm.machine.KernelVersion;

/**
 * The script of a violation that a replay, a soak or random steps have found: plays it, makes it as
 * small as it gets, writes it, and plays what was written once more, read by the reader of {@code
 * mm conform}.
 */
public final class SavedScript {
  /** How long to go on. */
  public interface Patience {
    /** {@return whether time is up} */
    boolean isOver();

    /** The script does not repeat as it is written: other orders are tried from now on. */
    void beginOrders();

    /**
     * Whether it is the lab's turn, which tries what no order of whole steps repeats.
     *
     * @param orders how many have been tried
     * @return never true when there is no lab
     */
    boolean isTurnOfLab(int orders);
  }

  private final KernelVersion kernel;
  private final DriverSource drivers;
  private final long seed;
  private final Consumer<String> progress;
  private final Patience patience;

  /**
   * Prepares.
   *
   * @param kernel whose ways the machine follows where the script does not say
   * @param drivers where drivers come from
   * @param seed of the orders of steps that are left to chance
   * @param progress is told what is being done
   * @param patience how long to go on
   */
  public SavedScript(
      KernelVersion kernel,
      DriverSource drivers,
      long seed,
      Consumer<String> progress,
      Patience patience) {
    this.kernel = kernel;
    this.drivers = drivers;
    this.seed = seed;
    this.progress = progress;
    this.patience = patience;
  }

  /**
   * What came of it.
   *
   * @param breach what the written script breaks; empty when it does not repeat and was left as it
   *     was
   * @param before steps that it had
   * @param left steps of the written script
   * @param notes what else is to be said, each in brackets and after a blank
   * @param order which orders were tried, in words; empty when it repeats as it is written
   * @param scenario what threads did last, as the text of a scenario for the lab, where it does not
   *     repeat and the lab has words for it
   */
  public record Outcome(
      Optional<Breach> breach,
      int before,
      int left,
      String notes,
      String order,
      Optional<String> scenario) {
    /**
     * In words.
     *
     * @return one line, without the name of the file
     */
    public String words() {
      return breach
          .map(each -> left + " of " + before + " steps" + notes + ", " + each + "; repeats: yes")
          .orElse("does not repeat in one thread: saved unshrunk, " + before + " steps" + notes)
          .concat(order);
    }
  }

  /**
   * Shrinks a script.
   *
   * @param from a file with one case that is judged by what always holds
   * @param to where the smaller one goes; may be the same
   * @return what came of it
   * @throws MalformedFileException when the file cannot be used, or names a driver that cannot be
   *     had
   * @throws IOException when the other cannot be written
   */
  public Outcome shrink(Path from, Path to) throws MalformedFileException, IOException {
    Case whole = only(from);
    List<Step> playable = CasePlayer.playable(from.toString(), whole);
    String lacking = lacking(whole.steps().size() - playable.size());
    OrderSearch others = others(whole, playable);
    Optional<OrderSearch.Found> found = asWritten(from, whole, playable);
    String order = "";
    if (found.isEmpty()) {
      boolean toLab = LabScenario.of(whole).isPresent();
      patience.beginOrders();
      found = others.find(progress, () -> patience.isOver() || toLab && isTurnOfLab(others));
      order = found.isPresent() ? others.foundWords() : others.lostWords(why(others, toLab));
    }
    return found.isEmpty()
        ? unshrunk(whole, to, lacking, order)
        : smaller(whole, found.get(), to, lacking, order);
  }

  private OrderSearch others(Case whole, List<Step> playable) {
    Optional<Long> noticed = whole.setting().broken().flatMap(Setting.Broken::noticed);
    return new OrderSearch(
        playable, noticed, seed, each -> play(whole, each), each -> wanted(whole, each));
  }

  private boolean isTurnOfLab(OrderSearch others) {
    return patience.isTurnOfLab(others.tried());
  }

  private String why(OrderSearch others, boolean toLab) {
    return toLab && isTurnOfLab(others) ? ", then it was the lab's turn" : ", then time was up";
  }

  private Optional<OrderSearch.Found> asWritten(Path from, Case whole, List<Step> playable)
      throws MalformedFileException {
    List<Step> steps = playable.stream().map(Orders::untimed).toList();
    return first(from, whole, steps)
        .flatMap(each -> wanted(whole, each.breach()))
        .map(each -> new OrderSearch.Found(steps, each));
  }

  private Outcome smaller(
      Case whole, OrderSearch.Found found, Path to, String lacking, String order)
      throws MalformedFileException, IOException {
    Case fewer = fewerDrivers(whole, found.steps(), found.wanted());
    Shrinking shrinking =
        new Shrinking(
            each -> each.is(found.wanted()),
            each -> play(fewer, each),
            left -> progress.accept(String.format("shrunk to %,d steps", left)),
            patience::isOver);
    List<Step> steps;
    try {
      steps = shrinking.shrink(needed(fewer, found));
    } catch (IllegalStateException e) { // it came once, and not again
      return unshrunk(whole, to, lacking, order);
    }
    Breach breach = shrinking.breach();
    String notes = lacking + (patience.isOver() ? " (time was up: fewer may do)" : "");
    int before = whole.steps().size();
    Outcome outcome =
        new Outcome(Optional.of(breach), before, steps.size(), notes, order, Optional.empty());
    Files.writeString(to, CaseWriter.write(fewer, breach.broken(), about(whole, outcome), steps));
    return repeats(to, breach) ? outcome : unshrunk(whole, to, lacking, order);
  }

  /**
   * Without what is done with memory, if classes stay all the same: each trial of those is slow.
   */
  private List<Step> needed(Case fewer, OrderSearch.Found found) {
    Setting.Broken wanted = found.wanted();
    List<Step> fates =
        found.steps().stream().filter(each -> DriverFate.isOf(each, wanted.driver())).toList();
    boolean enough =
        wanted.kind().equals(Breach.Kind.CLASSES.toString()) && breaks(fewer, fates, wanted);
    return named(fewer, enough ? fates : found.steps());
  }

  private static String lacking(int steps) {
    return steps == 0 ? "" : " (" + steps + " that the machine lacks left out)";
  }

  /** What it was saved for; or what is broken now, where that is like it, or nobody has said. */
  private static Optional<Setting.Broken> wanted(Case whole, Breach breach) {
    Optional<Setting.Broken> saved = whole.setting().broken();
    return saved.isEmpty() || breach.is(saved.get()) || breach.isLike(saved.get())
        ? Optional.of(breach.broken())
        : Optional.empty();
  }

  /** With the guilty one alone if that will do, else without each that is not needed. */
  private Case fewerDrivers(Case whole, List<Step> steps, Setting.Broken wanted) {
    List<String> drivers = whole.setting().drivers();
    Case alone = whole.with(whole.setting().with(List.of(wanted.driver())));
    if (drivers.contains(wanted.driver()) && breaks(alone, steps, wanted)) {
      return alone;
    }
    Case best = whole;
    for (String each : drivers) {
      List<String> fewer = new ArrayList<>(best.setting().drivers());
      fewer.remove(each);
      Case without = whole.with(whole.setting().with(fewer));
      if (!fewer.isEmpty() && !patience.isOver() && breaks(without, steps, wanted)) {
        best = without;
      }
    }
    return best;
  }

  private boolean breaks(Case fewer, List<Step> steps, Setting.Broken wanted) {
    return play(fewer, named(fewer, steps)).filter(each -> each.breach().is(wanted)).isPresent();
  }

  /** Without what is done by drivers that do not take part. */
  private static List<Step> named(Case fewer, List<Step> steps) {
    List<Step> own =
        steps.stream()
            .filter(
                each ->
                    each.fields()
                        .optionalText("driver")
                        .filter(id -> !fewer.setting().drivers().contains(id))
                        .isEmpty())
            .toList();
    return Shrinking.numbered(own);
  }

  private static Case only(Path from) throws MalformedFileException, IOException {
    try (CaseFile file = CaseFile.open(from)) {
      Optional<Case> one = file.next();
      if (one.isEmpty() || file.next().isPresent()) {
        throw new MalformedFileException(from.toString(), "", "one case is wanted");
      }
      if (one.get().judge() == Judge.RECORDING) {
        throw new MalformedFileException(
            from.toString(), "", "a recording is what it is: only a script can be shrunk");
      }
      return one.get();
    }
  }

  private Optional<Broken> first(Path from, Case whole, List<Step> steps)
      throws MalformedFileException {
    try {
      return play(whole, steps);
    } catch (BadFieldException e) {
      throw new MalformedFileException(from.toString(), "case " + whole.name(), e.getMessage());
    }
  }

  private Optional<Broken> play(Case whole, List<Step> steps) {
    return OwnThread.call(
        "shrinking",
        () -> {
          try (Playing playing = CasePlayer.playing(kernel, whole, drivers)) {
            return Broken.by(playing, steps);
          }
        });
  }

  private Outcome unshrunk(Case whole, Path to, String notes, String order) throws IOException {
    int all = whole.steps().size();
    Outcome outcome = new Outcome(Optional.empty(), all, all, notes, order, LabScenario.of(whole));
    Setting.Broken broken = whole.setting().broken().orElse(new Setting.Broken("", "", ""));
    Files.writeString(to, CaseWriter.write(whole, broken, about(whole, outcome), whole.steps()));
    return outcome;
  }

  private static String about(Case whole, Outcome outcome) {
    return (whole.about().isEmpty() ? "" : whole.about() + " | ") + outcome.words();
  }

  /** By the very reader that everybody uses. */
  private boolean repeats(Path written, Breach breach) throws MalformedFileException, IOException {
    Case read = only(written);
    Verdict verdict =
        OwnThread.call(
            read.name(), () -> CasePlayer.play(kernel, written.toString(), read, drivers));
    return verdict.breach().filter(each -> each.is(breach.broken())).isPresent();
  }
}
