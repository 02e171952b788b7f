package mm.conform.play;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import mm.conform.script.Case;
import mm.conform.script.Layout;
import mm.conform.script.Step;
import mm.machine.Backing;
import mm.machine.MappingView;
import mm.machine.Protection;
import mm.machine.Sharing;

/** Compares the mappings of the first process with recorded ones. */
final class LayoutPlayer {
  private static final String HEAP = "H ";
  private static final String NOTHING = "nothing more";

  private final Case played;
  private final Layout layout;

  LayoutPlayer(Case played, Layout layout) {
    this.played = played;
    this.layout = layout;
  }

  /** The first row that differs after a step. */
  Optional<String> difference(World world, Step step) {
    return layout.after(step.index()).flatMap(recorded -> difference(recorded, rows(world), step));
  }

  private Optional<String> difference(List<String> recorded, List<String> rows, Step step) {
    for (int i = 0; i < Math.max(recorded.size(), rows.size()); i++) {
      String there = i < recorded.size() ? recorded.get(i) : NOTHING;
      String here = i < rows.size() ? rows.get(i) : NOTHING;
      if (!there.equals(here)) {
        return Optional.of("after " + step.title() + ": " + here + " instead of " + there);
      }
    }
    return Optional.empty();
  }

  /** The heap was not recorded. */
  private List<String> rows(World world) {
    return world.process(World.FIRST).proc().maps().list().stream()
        .map(this::row)
        .filter(row -> !row.startsWith(HEAP))
        .toList();
  }

  private String row(MappingView view) {
    String place = played.regions().text(view.start(), view.end());
    boolean file = view.file() != Backing.ANONYMOUS;
    return Layout.row(place, text(view), file ? Optional.of(view.offset()) : Optional.empty());
  }

  private static String text(MappingView view) {
    Protection allowed = view.protection();
    return letter(allowed, Protection.R)
        + letter(allowed, Protection.W)
        + letter(allowed, Protection.X)
        + (view.sharing() == Sharing.SHARED ? "s" : "p");
  }

  private static String letter(Protection allowed, Protection one) {
    boolean has = (allowed.bits() & one.bits()) != 0;
    return has ? one.name().toLowerCase(Locale.ROOT) : "-";
  }
}
