package mm.verify.check;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import mm.api.Finding;
import mm.api.Rule;
import mm.spi.DriverCapability;
import mm.spi.MayAllocate;
import mm.spi.MayBlock;
import mm.spi.rules.Abilities;
import mm.verify.Hit;
import mm.verify.Place;
import mm.verify.Severity;
import mm.verify.code.ClassFile;
import mm.verify.code.Hierarchy;
import mm.verify.code.Member;
import mm.verify.code.MethodShape;
import mm.verify.reach.CallGraph;
import mm.verify.reach.Operation;
import mm.verify.reach.Reached;
import mm.verify.reach.Search;
import org.objectweb.asm.Opcodes;

/** What the callbacks of one driver reach, against what it declares of them. */
final class CallbackCheck {
  private final CallGraph graph;
  private final Subject subject;
  private final Hits hits;
  private final List<Member> callbacks;
  private final Set<Operation> reachable;

  private CallbackCheck(CallGraph graph, Subject subject, Hits hits) {
    this.graph = graph;
    this.subject = subject;
    this.hits = hits;
    callbacks = callbacks();
    reachable = graph.reachable(callbacks);
  }

  static void check(CallGraph graph, Subject subject, Hits hits) {
    CallbackCheck check = new CallbackCheck(graph, subject, hits);
    check.forbidden(Rule.R6_17);
    check.forbidden(Rule.R1_7);
    check.forbidden(Rule.R1_6);
    check.forbidden(Rule.R2_8);
    check.forbidden(Rule.R6_19);
    check.onSuccess(Rule.R6_21, operation -> operation.is(Operation.Kind.LOG));
    if (check.allocatesNever()) {
      check.onSuccess(Rule.R6_20, operation -> operation.is(Operation.Kind.MAKES));
    }
  }

  /** The methods of the bundle that the engine may call, whoever of the bundle inherited them. */
  private List<Member> callbacks() {
    Set<Member> found = new LinkedHashSet<>();
    Hierarchy classes = graph.hierarchy();
    for (String notifier : subject.notifiers()) {
      for (String ability : classes.supertypes(notifier)) {
        if (!Abilities.of(Member.dotted(ability)).isEmpty()) {
          classes.find(ability).ifPresent(file -> add(notifier, file, found));
        }
      }
    }
    return new ArrayList<>(found);
  }

  private void add(String notifier, ClassFile ability, Set<Member> found) {
    Hierarchy classes = graph.hierarchy();
    ability.methods().values().stream()
        .filter(method -> method.is(Opcodes.ACC_ABSTRACT))
        .map(method -> classes.resolve(notifier, method.member().key()))
        .flatMap(Optional::stream)
        .map(MethodShape::member)
        .filter(member -> classes.inBundle(member.owner()).isPresent())
        .forEach(found::add);
  }

  private void forbidden(Rule rule) {
    Predicate<Operation> wanted = operation -> Optional.of(rule).equals(brokenBy(operation));
    if (reachable.stream().anyMatch(wanted)) {
      report(rule, Search.everywhere(graph, rule.id(), wanted).run(callbacks));
    }
  }

  private void onSuccess(Rule rule, Predicate<Operation> wanted) {
    if (reachable.stream().anyMatch(wanted)) {
      report(rule, Search.onSuccess(graph, rule.id(), wanted).run(callbacks));
    }
  }

  private boolean allocatesNever() {
    return subject.capability().allocation() == MayAllocate.NEVER;
  }

  private boolean blocksNever() {
    return subject.capability().blocking() == MayBlock.NEVER;
  }

  /** The first thing that is wrong with an operation, for this driver. */
  private Optional<Rule> brokenBy(Operation operation) {
    return operation.kinds().stream().map(this::brokenBy).flatMap(Optional::stream).findFirst();
  }

  private Optional<Rule> brokenBy(Operation.Kind kind) {
    Rule rule =
        switch (kind) {
          case WAITS -> blocksNever() ? Rule.R6_17 : null;
          case ALLOCATES -> allocatesNever() ? Rule.R1_7 : null;
          case REENTERS -> Rule.R1_6;
          case CLOSES -> Rule.R2_8;
          case UNPROVEN -> blocksNever() || allocatesNever() ? Rule.R6_19 : null;
          default -> null;
        };
    return Optional.ofNullable(rule);
  }

  private void report(Rule rule, Search search) {
    search.findings().forEach(reached -> hits.add(hit(rule, reached, "")));
    search.justified().forEach(reached -> hits.add(hit(rule, reached, reached.reason())));
    if (search.more() > 0) {
      Finding rest = new Finding(rule, search.more() + " more places break this rule.", mend(rule));
      hits.add(subject.id(), severity(rule), Place.BUNDLE, rest);
    }
  }

  private Hit hit(Rule rule, Reached reached, String justification) {
    Finding finding = new Finding(rule, message(rule, reached), mend(rule));
    return ReachedHit.of(graph, finding, severity(rule), subject.id(), reached, justification);
  }

  private static Severity severity(Rule rule) {
    return switch (rule) {
      case R6_19 -> Severity.UNPROVEN;
      case R6_20, R6_21 -> Severity.WARNING;
      default -> Severity.ERROR;
    };
  }

  private String message(Rule rule, Reached reached) {
    DriverCapability declared = subject.capability();
    String what = ReachedHit.name(reached);
    String callback = "Callback " + reached.root().name();
    return switch (rule) {
          case R6_17 ->
              "blocking=" + declared.blocking() + ", but callback " + reached.root().name();
          case R1_7 ->
              "allocation=" + declared.allocation() + ", but callback " + reached.root().name();
          default -> callback;
        }
        + (rule == Rule.R6_19 ? " calls " : " reaches ")
        + what
        + ": "
        + reached.operation().reason()
        + ".";
  }

  private static String mend(Rule rule) {
    return switch (rule) {
      case R6_17 ->
          "Use the contract's spin lock, tryLock or a worker's queue, or declare"
              + " blocking=when-allowed and wait only where the range allows it.";
      case R1_7 -> "Look pages up where the device is used, or declare allocation=may.";
      case R1_6 -> "Leave the change to whoever opened the section; fault pages in on next use.";
      case R2_8 -> "Hand it to a worker, and do it after the callback has returned.";
      case R6_19 -> "Call something that can be followed, or justify it with @Justified.";
      case R6_20 -> "Make the objects in attach, and reuse them.";
      case R6_21 -> "Count instead of logging, or log only when something went wrong.";
      default -> throw new IllegalArgumentException(rule.id());
    };
  }
}
